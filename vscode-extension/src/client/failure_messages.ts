import { commands, env, l10n, Uri, window, type LogOutputChannel } from 'vscode';
import type { Failure } from '../find/failure';

interface Button {
  readonly title: string;
  readonly run: () => unknown;
}

/** Shows one notification about a failure; the details are in the log. */
export async function showFailure(failure: Failure, log: LogOutputChannel): Promise<void> {
  const buttons = buttonsFor(failure, log);
  const titles = buttons.map((button) => button.title);
  const chosen = await window.showErrorMessage(failureMessage(failure), ...titles);
  await buttons.find((button) => button.title === chosen)?.run();
}

/** What went wrong and what to do, in one or two sentences. */
export function failureMessage({ kind, detail }: Failure): string {
  switch (kind) {
    case 'path-missing':
      return l10n.t('The setting tclsp.path names {0}, which is not there.', detail);
    case 'path-broken':
      return l10n.t('The setting tclsp.path names {0}, which does not run.', detail);
    case 'interpreter-broken':
      return l10n.t(
        'The setting tclsp.interpreter names {0}, which is not a working Python.',
        detail,
      );
    case 'no-python':
      return detail
        ? l10n.t('tclsp needs Python 3.10 or later; found: {0}.', detail)
        : l10n.t('tclsp needs Python 3.10 or later; no Python was found.');
    case 'download-failed':
      return l10n.t('tclsp could not download what it needs: {0}', detail);
    case 'storage-failed':
      return l10n.t('tclsp cannot keep its environment on this machine: {0}', detail);
    case 'unpack-failed':
      return l10n.t('tclsp could not unpack its environment: {0}', detail);
    case 'verify-failed':
      return l10n.t('The environment of tclsp does not work with this Python: {0}', detail);
    case 'locked':
      return l10n.t(
        'Another window has been making the environment of tclsp for ten minutes; if there is none, remove {0}.',
        detail,
      );
  }
}

function buttonsFor(failure: Failure, log: LogOutputChannel): Button[] {
  const showLog: Button = {
    title: l10n.t('Show Log'),
    run: () => {
      log.show();
    },
  };
  const retry: Button = {
    title: l10n.t('Try Again'),
    run: () => commands.executeCommand('tclsp.restart'),
  };
  switch (failure.kind) {
    case 'path-missing':
    case 'path-broken':
      return [settingButton('tclsp.path'), showLog];
    case 'interpreter-broken':
      return [settingButton('tclsp.interpreter'), showLog];
    case 'no-python':
      return [
        {
          title: l10n.t('Get Python'),
          run: () => env.openExternal(Uri.parse('https://www.python.org/downloads/')),
        },
        settingButton('tclsp.interpreter'),
      ];
    case 'download-failed':
    case 'storage-failed':
    case 'unpack-failed':
    case 'verify-failed':
    case 'locked':
      return [retry, showLog];
  }
}

function settingButton(name: string): Button {
  return {
    title: l10n.t('Open Setting'),
    run: () => commands.executeCommand('workbench.action.openSettings', name),
  };
}
