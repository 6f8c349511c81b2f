import type { ExecutionStatus } from '@client';
import { readStatuses } from './status-groups';

/** How far back people look; the names are what the address has. */
export const PERIODS = [
  { id: '1h', label: 'Last hour', ms: 3_600_000 },
  { id: '24h', label: 'Last 24 hours', ms: 86_400_000 },
  { id: '7d', label: 'Last 7 days', ms: 7 * 86_400_000 },
  { id: '30d', label: 'Last 30 days', ms: 30 * 86_400_000 },
] as const;

/** What the list is asked for. */
export interface ExecutionsQuery {
  status: ExecutionStatus[];
  workflowId?: string;
  /** ISO 8601. */
  startedAfter?: string;
  startedBefore?: string;
}

/** What an address asks for; a period counts back from `now`. Unknown values ask for nothing. */
export function readFilter(query: URLSearchParams, now: number): ExecutionsQuery {
  const period = PERIODS.find(({ id }) => id === query.get('since'));
  return {
    status: readStatuses(query),
    workflowId: query.get('workflowId') ?? undefined,
    startedAfter: period === undefined ? readTime(query.get('startedAfter')) : new Date(now - period.ms).toISOString(),
    startedBefore: readTime(query.get('startedBefore')),
  };
}

function readTime(text: string | null): string | undefined {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The query with some values changed; an empty one is left out. */
export function withValues(query: URLSearchParams, values: Record<string, string>): URLSearchParams {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

/** True when the address asks for less than everything. */
export function isFiltered({ status, ...rest }: ExecutionsQuery): boolean {
  return status.length > 0 || Object.values(rest).some((value) => value !== undefined);
}
