import {
  l10n,
  languages,
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  type Disposable,
  type StatusBarItem,
} from 'vscode';
import { describePython } from '../find/python_facts';
import type { ServerChoice } from '../find/server_choice';
import type { ServerControl } from './server_control';
import type { ServerState } from './server_state';

const DETAILS_PAUSE_MS = 2_000;

/** Shows the server's state at the foot of the window; a click opens the menu. */
export class StatusItem implements Disposable {
  private readonly item: StatusBarItem;
  private readonly subscriptions: Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: ServerControl) {
    this.item = window.createStatusBarItem('tclsp.status', StatusBarAlignment.Right, 100);
    this.item.name = 'tclsp';
    this.item.command = 'tclsp.showMenu';
    this.subscriptions = [
      server.onDidChange(() => {
        this.update();
      }),
      window.onDidChangeActiveTextEditor(() => {
        this.update();
      }),
      // How many files matter is known once they have been looked at.
      languages.onDidChangeDiagnostics(() => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void server.refreshDetails(), DETAILS_PAUSE_MS);
      }),
    ];
    this.update();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private update(): void {
    const { state } = this.server;
    this.item.text = `${icon(state)} tclsp`;
    this.item.tooltip = tooltip(state);
    this.item.backgroundColor =
      state.kind === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    const isPython = window.activeTextEditor?.document.languageId === 'python';
    const isQuiet = state.kind === 'running' || state.kind === 'disabled';
    if (isPython || !isQuiet) this.item.show();
    else this.item.hide();
  }
}

/** The state in a few words. */
export function summary(state: ServerState): string {
  switch (state.kind) {
    case 'disabled':
      return l10n.t('Switched off by the setting tclsp.enable');
    case 'stopped':
      return l10n.t('Stopped');
    case 'starting':
      return startingSummary(state.step);
    case 'running':
      return l10n.t('Running, version {0}', state.version ?? '?');
    case 'waiting':
      return l10n.t('Ended unexpectedly; starting again in {0} s', state.seconds);
    case 'failed':
      return state.message;
  }
}

/** Which server runs, and on which Python. */
export function choiceSummary(choice: ServerChoice): string {
  switch (choice.kind) {
    case 'path':
      return `tclsp.path: ${choice.path}`;
    case 'interpreter':
      return `${describePython(choice.python)} [${choice.source}]`;
    case 'environment': {
      const python = `${describePython(choice.python)} [${choice.source}]`;
      return l10n.t('its own environment, {0}', python);
    }
  }
}

function startingSummary(step: 'looking' | 'making' | 'starting'): string {
  switch (step) {
    case 'looking':
      return l10n.t('Looking for a Python');
    case 'making':
      return l10n.t('Making its own environment');
    case 'starting':
      return l10n.t('Starting');
  }
}

function icon(state: ServerState): string {
  switch (state.kind) {
    case 'disabled':
    case 'stopped':
      return '$(circle-slash)';
    case 'starting':
      return '$(sync~spin)';
    case 'running':
      return '$(check)';
    case 'waiting':
      return '$(warning)';
    case 'failed':
      return '$(error)';
  }
}

function tooltip(state: ServerState): MarkdownString {
  const text = new MarkdownString();
  text.appendMarkdown('**tclsp** ').appendText(summary(state));
  if (state.kind !== 'running') return text;
  const { details, choice } = state;
  if (details !== null) {
    const { zh, en } = details.catalogue;
    addLine(text, l10n.t('Catalogue'), `SDK ${zh} (zh), ${en} (en)`);
    // None are known yet, or there is nothing to say.
    if (details.files > 0) addLine(text, l10n.t('Files with API calls'), String(details.files));
    if (details.sdk !== null) addLine(text, l10n.t('SDK of the workspace'), details.sdk.version);
  }
  addLine(text, l10n.t('Server'), choiceSummary(choice));
  return text;
}

function addLine(text: MarkdownString, label: string, value: string): void {
  text.appendMarkdown('\n\n').appendText(`${label}: ${value}`);
}
