import type { Usage, UsageShare } from '../../client';
import { toBarText, toBudgetBars } from '../../web/src/components/budget/to-budget-bars';
import { toUsageRows } from '../../web/src/features/execution/model/usage-rows';

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('the bars of a budget', () => {
  it('show what is spent and what is held of each limit, and read as exact amounts', () => {
    const [cost, tokens, calls, time, ...others] = toBudgetBars({
      budget: { cost: usd('0.5'), tokens: 1_000, calls: 4, time: '10m', warnAt: 0.8 },
      used: { cost: usd('0.100000000001'), tokens: 250, calls: 4 },
      reserved: { cost: usd('0.05'), tokens: 900, calls: 1 },
      elapsedMs: 9 * 60_000,
    });
    expect(others).toEqual([]);
    expect(cost).toMatchObject({ usedText: '0.100000000001', reservedText: '0.05', ceilingText: '0.5 USD', state: 'fine', warnAt: 0.8 });
    expect([cost?.used, cost?.reserved].map((part) => part?.toFixed(3))).toEqual(['0.200', '0.100']);
    // What is held is not drawn beyond the ceiling.
    expect(tokens).toMatchObject({ used: 0.25, reserved: 0.75, state: 'fine' });
    expect(calls).toMatchObject({ used: 1, reserved: 0, state: 'spent' });
    expect(time).toMatchObject({ used: 0.9, state: 'warned', reservedText: '', usedText: '9 m 00 s', ceilingText: '10 m 00 s' });
  });

  it('are whole when a provider took more than it was allowed, and say what it took', () => {
    const [bar] = toBudgetBars({ budget: { tokens: 100 }, used: { cost: null, tokens: 130, calls: 1 }, reserved: undefined });
    expect(bar).toMatchObject({ used: 1, reserved: 0, state: 'spent', usedText: '130', warnAt: null });
  });

  it('are nothing where there is no limit, and begin at zero where nothing was counted', () => {
    expect(toBudgetBars({ budget: { warnAt: 0.5 }, used: undefined, reserved: undefined })).toEqual([]);
    expect(toBudgetBars({ budget: { cost: usd('1') }, used: { cost: null, tokens: 5, calls: 1 }, reserved: undefined })).toMatchObject([
      { used: 0, usedText: '0' },
    ]);
  });

  it('can be read aloud', () => {
    const [bar] = toBudgetBars({
      budget: { calls: 10, warnAt: 0.5 },
      used: { cost: null, tokens: 0, calls: 2 },
      reserved: { cost: null, tokens: 0, calls: 1 },
    });
    expect(bar && toBarText(bar)).toBe('2 of 10 used, 1 reserved for calls in flight, warning at 50 %');
  });
});

describe('the usage by agent', () => {
  const share = (agent: string, calls: number, tokens: number): UsageShare => ({
    agent,
    model: 'p/m',
    calls,
    wastedCalls: 0,
    inputTokens: tokens,
    outputTokens: 0,
    cost: null,
  });
  const total = (calls: number, inputTokens: number): Usage => ({ calls, wastedCalls: 0, inputTokens, outputTokens: 0, cost: null });

  it('has the part of each, and what inner executions used beside them', () => {
    expect(
      toUsageRows([share('a', 2, 60), share('b', 1, 20)], total(4, 100)).map(({ agent, calls, part }) => [agent, calls, part]),
    ).toEqual([
      ['a', 2, 0.6],
      ['b', 1, 0.2],
      ['Executions that its steps run', 1, 0.2],
    ]);
  });

  it('takes nothing for an inner execution when the total is a moment older than the parts', () => {
    expect(toUsageRows([share('a', 2, 60)], total(1, 30))).toHaveLength(1);
    expect(toUsageRows([], total(0, 0))).toEqual([]);
  });
});
