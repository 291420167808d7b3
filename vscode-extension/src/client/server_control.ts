import {
  commands,
  EventEmitter,
  l10n,
  window,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { markBroken } from '../environment/contents';
import { Failure } from '../find/failure';
import type { FoundServer } from '../find/find_server';
import { describeChoice, serverCommand, type ServerChoice } from '../find/server_choice';
import { state as stateRequest, type StateResult } from '../protocol';
import { isEnabled, settingsForServer } from './configuration';
import { failureMessage, showFailure } from './failure_messages';
import { languageClient } from './language_client';
import { sayMismatchOnce } from './mismatch_message';
import { RestartPolicy } from './restart_policy';
import { searchServer } from './search';
import { isStarting, type ServerState } from './server_state';

/** Starts, stops and restarts the server; one thing at a time, in the order asked for. */
export class ServerControl implements Disposable {
  private readonly changes = new EventEmitter<ServerState>();
  private readonly policy = new RestartPolicy();
  private queue: Promise<void> = Promise.resolve();
  private running: LanguageClient | null = null;
  private current: ServerState = { kind: 'stopped' };
  private restartTimer: NodeJS.Timeout | undefined;
  private hasRepaired = false;
  private found: FoundServer | null = null;
  private search: AbortController | null = null;

  readonly onDidChange = this.changes.event;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
  ) {}

  /** The client, while the server runs. */
  get client(): LanguageClient | null {
    return this.current.kind === 'running' ? this.running : null;
  }

  get state(): ServerState {
    return this.current;
  }

  /** Waits while the server starts; the client, or null where it does not come to run. */
  async started(): Promise<LanguageClient | null> {
    while (isStarting(this.current)) {
      await new Promise<void>((resolve) => {
        const waiting = this.onDidChange(() => {
          waiting.dispose();
          resolve();
        });
      });
    }
    return this.client;
  }

  /** Which server was chosen, for a bug report. */
  get choice(): string | null {
    return this.found === null ? null : describeChoice(this.found.choice);
  }

  /** Starts the server, or starts it anew. */
  restart(reason: string): Promise<void> {
    this.log.info(reason);
    this.policy.reset();
    return this.startAgain();
  }

  /** Ends the server, and the search for one. */
  stop(): Promise<void> {
    clearTimeout(this.restartTimer);
    this.search?.abort();
    return this.enqueue(() => this.halt({ kind: 'stopped' }));
  }

  dispose(): void {
    void this.stop();
    this.changes.dispose();
  }

  private startAgain(): Promise<void> {
    clearTimeout(this.restartTimer);
    this.search?.abort();
    return this.enqueue(async () => {
      if (!isEnabled()) {
        await this.halt({ kind: 'disabled' });
        return;
      }
      await this.halt({ kind: 'starting', step: 'looking' });
      await this.start();
    });
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
    });
    return this.queue;
  }

  private async halt(state: ServerState): Promise<void> {
    const client = this.running;
    this.running = null;
    this.become(state);
    await client?.dispose().catch(() => undefined);
  }

  private async start(): Promise<void> {
    const search = new AbortController();
    this.search = search;
    try {
      this.become({ kind: 'starting', step: 'looking' });
      this.found = await searchServer(this.context, this.log, search, () => {
        this.become({ kind: 'starting', step: 'making' });
      });
      await this.launch(this.found, search.signal);
    } catch (error) {
      if (search.signal.aborted) {
        this.log.info('The start was cancelled.');
        this.become({ kind: 'stopped' });
        return;
      }
      this.failed(error);
    } finally {
      this.search = null;
    }
  }

  private async launch(found: FoundServer, signal: AbortSignal): Promise<void> {
    this.become({ kind: 'starting', step: 'starting' });
    const { choice, selected, env } = found;
    this.log.info(`Server: ${describeChoice(choice)}`);
    const command = serverCommand(choice, this.context.extensionPath, env);
    const client: LanguageClient = languageClient(command, this.log, {
      settings: () => settingsForServer(this.context, selected?.executable),
      crashed: () => {
        if (this.running === client) this.crashed();
      },
    });
    this.running = client;
    // One that never answers must not keep the next from starting.
    const abandon = (): void => {
      this.running = null;
      client.serverProcess?.kill('SIGKILL');
    };
    signal.addEventListener('abort', abandon, { once: true });
    try {
      await client.start();
      const details = await this.askState(client);
      if (this.running === client) await this.announce(choice, details);
    } catch (error) {
      // Where the process has ended, `crashed` was called.
      this.log.error(`The server did not start: ${String(error)}`);
      if (this.running === client) this.crashed();
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  private async announce(choice: ServerChoice, details: StateResult | null): Promise<void> {
    const version = details?.version ?? choice.version;
    this.become({ kind: 'running', choice, version, details });
    await sayMismatchOnce(this.context, version).catch((error: unknown) => {
      // It runs all the same.
      this.log.warn(`What was said cannot be kept: ${String(error)}`);
    });
  }

  /** Asks again what the status item shows, such as how many files matter. */
  async refreshDetails(): Promise<StateResult | null> {
    const { client, current } = this;
    if (client === null || current.kind !== 'running') return null;
    const details = await this.askState(client);
    if (this.client === client && details !== null) this.become({ ...current, details });
    return details;
  }

  private async askState(client: LanguageClient): Promise<StateResult | null> {
    try {
      return await client.sendRequest(stateRequest);
    } catch (error) {
      this.log.debug(`tclsp/state: ${String(error)}`);
      return null;
    }
  }

  private crashed(): void {
    const wasRunning = this.current.kind === 'running';
    this.running = null;
    const delay = this.policy.crashed(Date.now());
    if (delay === null) {
      this.gaveUp();
      return;
    }
    this.log.warn(`The server has ended; it is started again in ${delay} ms.`);
    this.become({ kind: 'waiting', seconds: Math.ceil(delay / 1000) });
    this.restartTimer = setTimeout(() => {
      void this.repairAndStart(wasRunning);
    }, delay);
  }

  /** An environment from which the server never came up is made anew, once. */
  private async repairAndStart(wasRunning: boolean): Promise<void> {
    const choice = this.found?.choice;
    if (choice?.kind === 'environment' && !wasRunning && !this.hasRepaired) {
      this.hasRepaired = true;
      this.log.warn('The private environment is made anew.');
      await markBroken(choice.folder);
    }
    await this.startAgain();
  }

  private gaveUp(): void {
    const message = l10n.t(
      'The tclsp server has ended again and again; it is not started any more.',
    );
    this.log.error(message);
    this.become({ kind: 'failed', message });
    const restart = l10n.t('Restart');
    const showLog = l10n.t('Show Log');
    void window.showErrorMessage(message, restart, showLog).then((chosen) => {
      if (chosen === restart) void this.restart('Restarted by hand');
      if (chosen === showLog) this.log.show();
    });
  }

  private failed(error: unknown): void {
    const failure =
      error instanceof Failure ? error : new Failure('unpack-failed', String(error), String(error));
    const message = failureMessage(failure);
    this.log.error(message);
    if (failure.output) this.log.info(failure.output);
    this.become({ kind: 'failed', message });
    void showFailure(failure, this.log);
  }

  private become(state: ServerState): void {
    this.current = state;
    void commands.executeCommand('setContext', 'tclsp.running', state.kind === 'running');
    void commands.executeCommand('setContext', 'tclsp.starting', isStarting(state));
    this.changes.fire(state);
  }
}
