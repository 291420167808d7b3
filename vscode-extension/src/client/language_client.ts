import { l10n, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type ConfigurationParams,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import type { ServerCommand } from '../find/server_choice';

export interface ClientEvents {
  /** What the server gets for the section `tclsp`. */
  readonly settings: () => Record<string, unknown>;
  /** The server has ended without having been told to. */
  readonly crashed: () => void;
}

/** Makes the client of a server that is started with `command`. */
export function languageClient(
  command: ServerCommand,
  log: LogOutputChannel,
  events: ClientEvents,
): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'python' },
      { scheme: 'untitled', language: 'python' },
    ],
    outputChannel: log,
    // A request that fails is told in the log: a notification at each key would be in the way.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: { settings: events.settings() },
    initializationFailedHandler: () => false,
    // Restarting is not left to the client, whose own way has no pause between attempts.
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        events.crashed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    diagnosticPullOptions: { onChange: true, onSave: true, onTabs: false },
    middleware: {
      workspace: {
        configuration: async (params, token, next) => {
          const answer = await next(params, token);
          if (!Array.isArray(answer)) return answer;
          return withOwnSection(params, answer, events.settings);
        },
        didChangeConfiguration: async (sections, next) => {
          try {
            await next(sections);
          } catch (error) {
            // The setting that has changed is one that stops the server.
            log.debug(`New settings were not sent: ${String(error)}`);
          }
        },
      },
    },
  };
  const { env, cwd } = command;
  const executable = {
    command: command.command,
    args: [...command.args],
    transport: TransportKind.stdio as const,
    options: { env, ...(cwd !== undefined && { cwd }) },
  };
  return new LanguageClient('tclsp', l10n.t('tclsp language server'), executable, options);
}

function withOwnSection(
  params: ConfigurationParams,
  answer: unknown[],
  settings: () => Record<string, unknown>,
): unknown[] {
  return answer.map((value, place) =>
    params.items[place]?.section === 'tclsp' ? settings() : value,
  );
}
