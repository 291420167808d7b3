/** What `WorkspaceConfiguration.inspect` tells of a setting. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

export interface Configuration {
  get(name: string): unknown;
  inspect(name: string): Inspected | undefined;
}

const OF_THE_EXTENSION: ReadonlySet<string> = new Set(['enable', 'path', 'trace.server']);

/** The names that the server reads, out of all that the package declares. */
export function serverSettingNames(declared: readonly string[]): string[] {
  return declared.filter((name) => !OF_THE_EXTENSION.has(name));
}

/**
 * Returns what somebody has set. Defaults are left out: sent along, they would go before the
 * settings file of the project.
 */
export function chosenSettings(
  names: readonly string[],
  configuration: Configuration,
): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const name of names) {
    const inspected = configuration.inspect(name);
    const isSet =
      inspected?.globalValue !== undefined ||
      inspected?.workspaceValue !== undefined ||
      inspected?.workspaceFolderValue !== undefined;
    if (isSet) chosen[name] = configuration.get(name);
  }
  return chosen;
}
