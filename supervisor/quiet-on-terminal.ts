/**
 * The environment of all processes. On a terminal people look for the addresses, so nothing but warnings stands beside
 * them unless `STUDIO_LOG_LEVEL` says otherwise; where a collector reads, everything that happens is logged.
 */
export function quietOnTerminal(env: NodeJS.ProcessEnv, isTerminal: boolean): NodeJS.ProcessEnv {
  return isTerminal && env.STUDIO_LOG_LEVEL === undefined ? { ...env, STUDIO_LOG_LEVEL: 'warn' } : env;
}
