/** Variables that say where Python keeps things, not what it imports or how it behaves. */
const KEPT: ReadonlySet<string> = new Set([
  'PYTHONDONTWRITEBYTECODE',
  'PYTHONPYCACHEPREFIX',
  'PYTHONUSERBASE',
]);

/**
 * The variables for a Python that this extension runs. `PYTHONHOME`, `PYTHONPATH` and the like are
 * left out: they are meant for the user's programs, can point into the workspace, and keep another
 * Python from starting.
 */
export function pythonVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^PYTHON/i.test(name) || KEPT.has(name));
  return { ...Object.fromEntries(kept), PYTHONUTF8: '1' };
}
