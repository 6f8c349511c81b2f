import fc from 'fast-check';
import type { Budget, BudgetAmounts, OrganizationBudget } from '../../contracts/budget';
import { costOf, fromUnits, type ModelPrice, toUnits } from '../../contracts/money';
import type { StartRecord } from '../../contracts/plan';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, commit, end, startRecord } from './execution-builders';

const PRICES: ModelPrice[] = [
  { currency: 'EUR', inputPerMillion: '10', outputPerMillion: '100' },
  { currency: 'EUR', inputPerMillion: '0.123456', outputPerMillion: '0.000001' },
];

/** What happens next to one of the calls that run at the same time. */
const act = fc.record({
  lane: fc.nat(5),
  what: fc.constantFrom('begin', 'begin', 'begin', 'answer', 'answer', 'answerUnreported', 'refused', 'cut', 'crash', 'late'),
  price: fc.nat(1),
  inputTokens: fc.integer({ min: 1, max: 400 }),
  outputTokens: fc.integer({ min: 1, max: 1_000 }),
  /** Of the worst case, in hundredths: what the provider really takes. */
  taken: fc.nat(100),
  repeated: fc.boolean(),
  store: fc.nat(1),
});
type Act = (typeof act extends fc.Arbitrary<infer T> ? T : never) & object;

const program = fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), { maxLength: 8 });

const amount = fc
  .integer({ min: 1, max: 400 })
  .map((thousandths) => ({ cost: { amount: fromUnits(toUnits('0.001') * BigInt(thousandths)), currency: 'EUR' } }));
const tokens = fc.integer({ min: 500, max: 6_000 }).map((limit) => ({ tokens: limit }));
const calls = fc.integer({ min: 1, max: 12 }).map((limit) => ({ calls: limit }));
const limits = fc.oneof(
  amount,
  tokens,
  calls,
  fc.tuple(amount, tokens).map(([a, b]) => ({ ...a, ...b })),
);

/** A budget, perhaps one of the organization, and what happens before and after a fork. */
const world = fc.tuple(limits, fc.option(limits), program, program);
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const AT_ONCE = 5;

/** An attempt that was sent, and what its provider takes for it, told or not. */
interface Sent {
  callId: string;
  attempt: number;
  price: ModelPrice;
  inputTokens: number;
  outputTokens: number;
  paid: boolean;
}

interface Lane {
  call: number;
  attempt: number;
  open?: Sent;
  lost?: Sent;
}

/** What happened in all runs together: a property that never sees a refusal shows nothing. */
interface Seen {
  given: number;
  wait: number;
  refused: number;
  ask: number;
}

/** Executions with budgets, at random: calls side by side, from two processes, that fail, are cut, crash and come late. */
class Run {
  readonly sent: Sent[] = [];
  private readonly lanes: Lane[] = Array.from({ length: 6 }, () => ({ call: 1, attempt: 0 }));

  constructor(
    private readonly stores: ExecutionStore[],
    private readonly organization: string,
    readonly id: string,
    private readonly budget: Budget,
    private readonly seen: Seen,
  ) {}

  /** All at the same time, each lane at most once. */
  async together(acts: Act[]): Promise<void> {
    const first = acts.filter(({ lane }, position) => acts.findIndex((other) => other.lane === lane) === position);
    await Promise.all(first.map((one) => this.perform(one)));
  }

  private async perform(one: Act): Promise<void> {
    const lane = this.lanes[one.lane] as Lane;
    const store = this.stores[one.store] as ExecutionStore;
    if (one.what === 'begin') return lane.open ? undefined : this.begin(store, lane, one);
    if (one.what === 'late') return this.answerLate(store, lane);
    const { open } = lane;
    if (open === undefined) return;
    lane.open = undefined;
    const { callId, attempt } = open;
    const estimate = { inputTokens: 1, outputTokens: 1, estimated: true };
    if (one.what === 'crash') lane.lost = open;
    else if (one.what === 'cut') await store.endAttempt(this.organization, this.id, end({ callId, attempt, usage: estimate }));
    else if (one.what === 'refused') {
      await store.endAttempt(this.organization, this.id, end({ callId, attempt }));
      open.paid = false;
    } else await this.commit(store, lane, open, one.what === 'answerUnreported' ? estimate : { ...open, estimated: false });
  }

  private async begin(store: ExecutionStore, lane: Lane, one: Act): Promise<void> {
    const callId = `${this.lanes.indexOf(lane)}.${lane.call}`;
    const price = PRICES[one.price] as ModelPrice;
    const isFree = this.budget.cost === undefined && one.repeated;
    const attempt = begin({
      callId,
      attempt: lane.attempt + 1,
      estimatedInputTokens: 1,
      reservation: { inputTokens: one.inputTokens, outputTokens: isFree ? null : one.outputTokens, price },
    });
    const begun = await store.beginAttempt(this.organization, this.id, attempt);
    if (begun.entry !== undefined) return this.nextCall(lane);
    this.seen[begun.budget?.grant ?? 'given']++;
    if (begun.budget !== undefined) return;
    if (one.repeated) expect(await store.beginAttempt(this.organization, this.id, attempt)).toEqual(begun);
    const most = begun.outputTokens ?? one.outputTokens;
    const part = (worst: number) => Math.floor((worst * one.taken) / 100);
    lane.attempt++;
    lane.open = { callId, attempt: lane.attempt, price, inputTokens: part(one.inputTokens), outputTokens: part(most), paid: true };
    this.sent.push(lane.open);
  }

  /** A worker that was only slow: its attempt had been given up, and perhaps made again. */
  private async answerLate(store: ExecutionStore, lane: Lane): Promise<void> {
    const { lost } = lane;
    lane.lost = undefined;
    if (lost !== undefined && lane.open === undefined) await this.commit(store, lane, lost, { ...lost, estimated: false });
  }

  private async commit(
    store: ExecutionStore,
    lane: Lane,
    { callId, attempt }: Sent,
    usage: { inputTokens: number; outputTokens: number; estimated: boolean },
  ) {
    const { inputTokens, outputTokens, estimated } = usage;
    const answer = commit('', { callId, attempt, messages: [], output: { text: 'x' }, usage: { inputTokens, outputTokens, estimated } });
    await store.commitCall(this.organization, this.id, answer);
    this.nextCall(lane);
  }

  private nextCall(lane: Lane): void {
    lane.call++;
    lane.attempt = 0;
    lane.lost = undefined;
  }
}

/** What the providers took. */
function truth(runs: Run[]) {
  const paid = runs.flatMap(({ sent }) => sent).filter((one) => one.paid);
  return {
    cost: paid.reduce((sum, one) => sum + costOf(one.price, one.inputTokens, one.outputTokens), 0n),
    tokens: paid.reduce((sum, one) => sum + one.inputTokens + one.outputTokens, 0),
    calls: paid.length,
  };
}

function expectWithin({ cost, tokens: tokenLimit, calls: callLimit }: OrganizationBudget, taken: ReturnType<typeof truth>): void {
  if (cost !== undefined) expect(taken.cost <= toUnits(cost.amount)).toBe(true);
  expect(taken.tokens).toBeLessThanOrEqual(tokenLimit ?? Number.POSITIVE_INFINITY);
  expect(taken.calls).toBeLessThanOrEqual(callLimit ?? Number.POSITIVE_INFINITY);
}

function together(used: BudgetAmounts | undefined, reserved: BudgetAmounts | undefined) {
  if (used === undefined || reserved === undefined) throw new Error('The execution shows no budget');
  const units = ({ cost }: BudgetAmounts) => toUnits(cost?.amount ?? '0');
  return { cost: units(used) + units(reserved), tokens: used.tokens + reserved.tokens, calls: used.calls + reserved.calls };
}

/** The promise that no budget is exceeded, whatever happens. */
export function describeBudgetProperties(createBench: StoreBenchFactory<ExecutionStore>, runs: number): void {
  let bench: StoreBench<ExecutionStore>;
  let stores: ExecutionStore[];
  beforeAll(async () => {
    bench = await createBench();
    stores = [await bench.open(), await bench.open()];
  });
  afterAll(() => bench.destroy());

  it(`holds in ${runs} random fan-outs with children, retries, crashes and forks: providers never took more than the ceiling`, async () => {
    const [store] = stores as [ExecutionStore];
    const seen: Seen = { given: 0, wait: 0, refused: 0, ask: 0 };
    let made = 0;
    const live = async ([limited, monthly, before, after]: World) => {
      const budget: Budget = limited;
      const number = ++made;
      const organization = `org${number}`;
      if (monthly !== null) await store.setOrganizationBudget(organization, monthly);
      const plan = {
        ...startRecord('').plan,
        agents: { a: { name: 'A', revision: 1, model: { provider: 'p', name: 'm' }, price: PRICES[0] } },
      };
      const record = startRecord('', { organizationId: organization, budget, plan });
      const start = async (id: string, place: Partial<StartRecord>): Promise<Run> => {
        const made = { ...record, ...place, executionId: id };
        await (made.forkedFrom === undefined ? store.putStart(made) : store.fork(made));
        await store.listStarted(organization, id);
        return new Run(stores, organization, id, budget, seen);
      };
      const original = await start(`e${number}`, {});
      /** Executions by the budget that they share. */
      const families = [[original]];

      const check = async (family: Run[]) => {
        const execution = await store.get(organization, family[0]?.id ?? '');
        const month = await store.getOrganizationBudget(organization);
        expectWithin(budget, truth(family));
        expectWithin(budget, together(execution?.budgetUsed, execution?.budgetReserved));
        if (monthly !== null) {
          expectWithin(monthly, truth(families.flat()));
          expectWithin(monthly, together(month.used, month.reserved));
        }
        return execution;
      };
      const perform = async (run: Run, family: Run[], batches: Act[][]) => {
        for (const batch of batches) {
          await run.together(batch);
          await check(family);
        }
      };

      await perform(original, [original], before);
      await store.appendFacts(organization, original.id, [{ type: 'superstepCommitted', stepPath: 's' }]);
      const child = await start(`c${number}`, { budget: undefined, parent: { executionId: original.id, stepPath: 's' } });
      const forked = await start(`f${number}`, { forkedFrom: { executionId: original.id, superstep: 1, kind: 'fork' } });
      const [family, fork] = [[original, child], [forked]];
      families.splice(0, 1, family, fork);
      await Promise.all([
        perform(forked, fork, after),
        perform(child, family, after.slice(2)),
        perform(original, family, after.slice(0, 2)),
      ]);

      for (const members of families) {
        for (const { id } of [...members].reverse()) await store.close(organization, id, [], { status: 'cancelled' });
        const ended = await check(members);
        expect(ended?.budgetReserved).toMatchObject({ tokens: 0, calls: 0, cost: { amount: '0' } });
        const taken = truth(members);
        expect(ended?.budgetUsed?.calls).toBe(taken.calls);
        // What is not limited need not be bounded before it is sent, so the worst case of a lost call is unknown.
        if (budget.tokens !== undefined) expect(ended?.budgetUsed?.tokens).toBeGreaterThanOrEqual(taken.tokens);
        if (budget.cost !== undefined) expect(toUnits(ended?.budgetUsed?.cost?.amount ?? '0') >= taken.cost).toBe(true);
      }
    };
    // Some at the same time: they share the writes to the disk.
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (worlds) => {
        await Promise.all(worlds.map(live));
      }),
      { numRuns: runs / AT_ONCE },
    );
    expect(Math.min(seen.given, seen.wait, seen.refused)).toBeGreaterThan(runs / 10);
  });
}
