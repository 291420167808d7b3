import { window, workspace, type ExtensionContext } from 'vscode';
import { needsRestart } from './client/configuration';
import { onInterpreterChange } from './client/python_extension';
import { ServerControl } from './client/server_control';
import { StatusItem } from './client/status_item';
import { CodesView } from './codes/codes_view';
import { registerCommands } from './commands/register';

let server: ServerControl | null = null;

/** Starts what the extension consists of; VS Code calls this. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('tclsp', { log: true });
  const control = new ServerControl(context, log);
  server = control;
  const view = new CodesView(control, log);
  context.subscriptions.push(
    log,
    control,
    new StatusItem(control),
    view,
    ...registerCommands(context, control, view, log),
    workspace.onDidChangeConfiguration((event) => {
      if (needsRestart(event)) void control.restart('A setting has changed');
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      void control.restart('The workspace is trusted now');
    }),
    onInterpreterChange(log, () => {
      void control.restart('Another interpreter was selected');
    }),
  );
  // Not waited for: making the environment can take a while.
  void control.restart('Starting');
}

/** Lets the server end in its own way. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
