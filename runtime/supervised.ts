/** What a supervised process tells its supervisor over the ipc channel. */
export interface ReadyReport {
  type: 'ready';
  /** The API's own address. */
  url?: string;
}

/**
 * A supervised process ends with this code when it cannot run as it was asked to (a port that is taken, a bad
 * variable); it has written one sentence to stderr. The supervisor then gives up instead of starting it again.
 */
export const EXIT_CONFIGURATION = 78;

/** How long a process that lost its supervisor may take to put its work down, in milliseconds. */
const ORPHAN_GRACE_MS = 3_000;

/**
 * Ends this process when its supervisor is gone, so that a killed supervisor leaves no worker and no API behind.
 * Calls `shutdown` first, for at most 3 s. Does nothing in a process that was not started by a supervisor.
 */
export function exitWithSupervisor(shutdown: () => Promise<void> = () => Promise.resolve()): void {
  if (process.channel === undefined) {
    return;
  }
  process.once('disconnect', () => {
    setTimeout(() => process.exit(0), ORPHAN_GRACE_MS).unref();
    shutdown().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  // The channel must not keep a process alive that has shut itself down.
  process.channel.unref();
}

/** Tells the supervisor that this process does its work now; the API says at which address. */
export function reportReady(report: Omit<ReadyReport, 'type'> = {}): void {
  process.send?.({ type: 'ready', ...report } satisfies ReadyReport);
}
