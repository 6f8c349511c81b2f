import type { Usage, UsageShare } from '@client';

/** A line of the usage table. */
export interface UsageRow extends Omit<UsageShare, 'agent'> {
  agent: string;
  /** Of all tokens, 0 to 1. */
  part: number;
}

/** Each share with its part of all tokens; what the shares do not tell was used by executions that its steps run. */
export function toUsageRows(shares: readonly UsageShare[], total: Usage): UsageRow[] {
  const sum = (read: (usage: Usage) => number) => shares.reduce((all, share) => all + read(share), 0);
  const rest = (read: (usage: Usage) => number) => Math.max(0, read(total) - sum(read));
  const inner: UsageShare = {
    agent: 'Executions that its steps run',
    model: null,
    inputTokens: rest(({ inputTokens }) => inputTokens),
    outputTokens: rest(({ outputTokens }) => outputTokens),
    calls: rest(({ calls }) => calls),
    wastedCalls: rest(({ wastedCalls }) => wastedCalls),
    cost: null,
  };
  const rows = [...shares, ...(inner.calls + inner.wastedCalls > 0 ? [inner] : [])];
  const tokens = rows.reduce((all, row) => all + tokensOf(row), 0);
  return rows.map((row) => ({ ...row, part: tokens === 0 ? 0 : tokensOf(row) / tokens }));
}

function tokensOf({ inputTokens, outputTokens }: Pick<Usage, 'inputTokens' | 'outputTokens'>): number {
  return inputTokens + outputTokens;
}
