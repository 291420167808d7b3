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

/** Why a start is cancelled when something else is wanted meanwhile. */
const OVERTAKEN = new Error('overtaken');

/** Starts, stops and restarts the server: one thing at a time, and of several starts the last. */
export class ServerControl implements Disposable {
  private readonly changes = new EventEmitter<ServerState>();
  private readonly policy = new RestartPolicy();
  private queue: Promise<void> = Promise.resolve();
  private running: LanguageClient | null = null;
  private current: ServerState = { kind: 'stopped' };
  private restartTimer: NodeJS.Timeout | undefined;
  private hasRepaired = false;
  private found: FoundServer | null = null;
  /** Cancels the start that was asked for last, also while it waits for its turn. */
  private latest = new AbortController();

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
    this.overtake();
    return this.enqueue(() => this.halt({ kind: 'stopped' }));
  }

  dispose(): void {
    void this.stop();
    this.changes.dispose();
  }

  private startAgain(repair = false): Promise<void> {
    const start = this.overtake();
    return this.enqueue(async () => {
      if (start.signal.aborted) return;
      if (!isEnabled()) {
        await this.halt({ kind: 'disabled' });
        return;
      }
      await this.halt({ kind: 'starting', step: 'looking' });
      if (repair) await this.repair();
      await this.start(start);
    });
  }

  private overtake(): AbortController {
    clearTimeout(this.restartTimer);
    this.latest.abort(OVERTAKEN);
    this.latest = new AbortController();
    return this.latest;
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

  private async start(abort: AbortController): Promise<void> {
    const { signal } = abort;
    try {
      this.found = await searchServer(this.context, this.log, abort, () => {
        this.become({ kind: 'starting', step: 'making' });
      });
      await this.launch(this.found, signal);
    } catch (error) {
      if (!signal.aborted) {
        this.failed(error);
        return;
      }
      this.log.info('The start was cancelled.');
      // An overtaken one leaves it to the next in the queue to say how things stand.
      if (signal.reason !== OVERTAKEN) this.become({ kind: 'stopped' });
    }
  }

  private async launch(found: FoundServer, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.become({ kind: 'starting', step: 'starting' });
    const { choice } = found;
    this.log.info(`Server: ${describeChoice(choice)}`);
    const client = this.clientFor(found);
    this.running = client;
    // One that never answers must not keep the next from starting.
    const abandon = (): void => {
      this.running = null;
      client.serverProcess?.kill('SIGKILL');
    };
    signal.addEventListener('abort', abandon, { once: true });
    let details: StateResult | null;
    try {
      await client.start();
      details = await this.askState(client);
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      // Where the process has ended, `crashed` was called.
      if (this.running === client) this.crashed();
      return;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
    if (this.running === client) await this.announce(choice, details);
    // It was abandoned before it had a process that could be killed.
    else await client.dispose().catch(() => undefined);
  }

  private clientFor({ choice, selected, env }: FoundServer): LanguageClient {
    const command = serverCommand(choice, this.context.extensionPath, env);
    const client: LanguageClient = languageClient(command, this.log, {
      settings: () => settingsForServer(this.context, selected?.executable),
      crashed: () => {
        if (this.running === client) this.crashed();
      },
    });
    return client;
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
    this.restartTimer = setTimeout(() => void this.startAgain(!wasRunning), delay);
  }

  /** An environment from which the server never came up is made anew, once. */
  private async repair(): Promise<void> {
    const choice = this.found?.choice;
    if (choice?.kind !== 'environment' || this.hasRepaired) return;
    this.hasRepaired = true;
    this.log.warn('The private environment is made anew.');
    await markBroken(choice.folder);
  }

  private gaveUp(): void {
    const message = l10n.t(
      'The tclsp server has ended several times in a row; it is not started again.',
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
