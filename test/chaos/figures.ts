import type { Execution } from '../../client';
import type { SeenByProvider } from '../product/provider-record';
import type { Listed } from './checks/check-lists';
import type { ChaosOutcome } from './outcome';

export interface ChaosFigures {
  executions: number;
  /** Those that they ran in `workflow` steps. */
  parts: number;
  /** By how they ended. */
  ended: Record<string, number>;
  /** Model calls that were answered and kept. */
  calls: number;
  /** Requests that the provider saw. */
  requests: number;
  /** Of these, those of a call that had been asked before: it was in flight when something died, or had failed. */
  repeated: number;
  /** Attempts that were paid for, or may have been, in vain. */
  wastedCalls: number;
  faults: Record<string, number>;
  /** Writes that a store refused, or did though it said that it had not. */
  storeFaults: { refused: number; landed: number };
  watchers: number;
  /** What people sent, and the API accepted. */
  accepted: { decisions: number; messages: number; events: number; pauses: number; forksAndRetries: number };
}

export function toFigures({ executions, all }: Listed, outcome: ChaosOutcome, provider: (id: string) => SeenByProvider): ChaosFigures {
  const ended: Record<string, number> = {};
  for (const { status } of executions) ended[status] = (ended[status] ?? 0) + 1;
  const sum = (of: (execution: Execution) => number, over: Execution[]) => over.reduce((total, execution) => total + of(execution), 0);
  const { accepted, faults, storeFaults, watched, paused, derived } = outcome;
  return {
    executions: executions.length,
    parts: all.length - executions.length,
    ended,
    calls: sum(({ usage }) => usage.calls, executions),
    requests: sum(({ id }) => provider(id).sent.length, all),
    repeated: sum(({ id }) => Object.values(provider(id).calls).reduce((total, { requests }) => total + requests - 1, 0), all),
    wastedCalls: sum(({ usage }) => usage.wastedCalls, executions),
    faults,
    storeFaults,
    watchers: watched.length,
    accepted: {
      decisions: accepted.decisions.size,
      messages: accepted.messages.size,
      events: accepted.events.size,
      pauses: paused.size,
      forksAndRetries: derived.length,
    },
  };
}

/** Markdown, for README and docs. */
export function toTable(
  figures: ChaosFigures,
  { seed, seconds, violations }: { seed: number; seconds: number; violations: number },
): string {
  const { executions, parts, ended, calls, requests, repeated, wastedCalls, faults, storeFaults, accepted } = figures;
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['duration', `${Math.round(seconds / 60)} min`],
    ['executions', `${executions}, and ${parts} inside them: ${list(ended)}`],
    ['promises broken (lost executions, finished calls made again, gaps, …)', violations],
    ['model calls answered', calls],
    ['requests to the provider', `${requests}, of which ${repeated} repeat one that failed or was in flight`],
    ['paid for in vain', wastedCalls],
    [
      'sent by people',
      `${accepted.decisions} decisions, ${accepted.events} events, ${accepted.messages} messages, ${accepted.pauses} pauses, ${accepted.forksAndRetries} forks and retries`,
    ],
    ['faults', `${Object.values(faults).reduce((sum, count) => sum + count, 0)}: ${list(faults)}`],
    ['writes of the store', `${storeFaults.refused} refused, ${storeFaults.landed} done and reported as failed`],
  ];
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}
