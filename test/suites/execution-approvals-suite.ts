import type { Approval } from '../../contracts/approvals';
import type { StartRecord } from '../../contracts/plan';
import type { ApprovalFilter, NewApproval, NewDecision } from '../../contracts/ports/approval-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { readAllPages, type StoreBench, type StoreBenchFactory } from './bench';
import { ORGANIZATION, readFeed, startRecord } from './execution-builders';

const ask = (id: string, changes: Partial<NewApproval> = {}): NewApproval => ({
  id,
  kind: 'step',
  stepPath: 'root/ask',
  prompt: 'May it?',
  assignees: ['ann'],
  ...changes,
});

const yes = (by: string, changes: Partial<NewDecision> = {}): NewDecision => ({ decision: 'approve', by, ...changes });

/** What waits for people. */
export function describeApprovals(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('approvals', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
    });
    afterEach(() => bench.destroy());

    const request = (asked: NewApproval, executionId = 'e1') => store.requestApproval(ORGANIZATION, executionId, asked, []);
    const decide = (id: string, decision: NewDecision) => store.decideApproval(ORGANIZATION, id, decision);
    const get = (id: string) => store.getApproval(ORGANIZATION, id);
    const list = (filter: ApprovalFilter = {}): Promise<Approval[]> =>
      readAllPages((page) => store.listApprovals(ORGANIZATION, filter, page), 3);
    const ids = async (filter?: ApprovalFilter) => (await list(filter)).map(({ id }) => id);
    const types = async () => (await readFeed(store, 'e1')).map(({ type }) => type);

    it('are asked once, with their facts and their event, and read as they were asked', async () => {
      const asked = ask('a1', {
        kind: 'tool',
        callId: 'root/ask:t1',
        tool: 'send',
        arguments: { to: 'all\u0000 \ud83d' },
        argumentsHash: 'hash',
        argumentsSchema: { type: 'object' },
        form: { type: 'object' },
        onTimeout: 'reject',
        timeoutMs: 60_000,
        escalation: { afterMs: 1_000, to: ['boss'] },
      });
      const facts = [{ type: 'executionStarted' as const }];
      const first = await store.requestApproval(ORGANIZATION, 'e1', asked, facts);
      const again = await store.requestApproval(ORGANIZATION, 'e1', { ...asked, prompt: 'Changed?' }, facts);
      expect(again).toEqual(first);
      const { timeoutMs: _, escalation: __, ...plain } = asked;
      expect(first).toMatchObject({ ...plain, status: 'pending', decision: null, executionId: 'e1', workflowId: 'w1', name: 'Research' });
      expect(Date.parse(first?.deadline ?? '') - Date.parse(first?.requestedAt ?? '')).toBe(60_000);
      expect(Date.parse(first?.escalation?.at ?? '') - Date.parse(first?.requestedAt ?? '')).toBe(1_000);
      expect(await (await bench.open()).getApproval(ORGANIZATION, 'a1')).toEqual(first);
      const feed = await readFeed(store, 'e1');
      expect(feed.map(({ type }) => type)).toEqual(['executionStarted', 'approvalRequested']);
      expect(feed[1]).toMatchObject({ approvalId: 'a1', prompt: 'May it?', tool: 'send', stepPath: 'root/ask', assignees: ['ann'] });
      expect(await store.get(ORGANIZATION, 'e1')).toMatchObject({ status: 'running' });
    });

    it('may ask and answer at any length', async () => {
      const long = 'x'.repeat(200_000);
      await request(ask('a1', { prompt: long, arguments: { long } }));
      await decide('a1', yes('ann', { arguments: { long } }));
      expect(await get('a1')).toMatchObject({ prompt: long, arguments: { long }, decision: { arguments: { long } } });
      expect((await readFeed(store, 'e1'))[0]).toMatchObject({ truncated: true });
      expect((await list())[0]?.prompt).toBe(long);
    });

    it('are decided once: the same again is the same, another is told who was first', async () => {
      await request(ask('a1'));
      const first = await decide('a1', yes('ann', { comment: 'Fine', form: { amount: 1 } }));
      expect(first).toMatchObject({ outcome: 'decided', approval: { status: 'approved', decision: { by: 'ann', comment: 'Fine' } } });
      const again = await decide('a1', yes('ann', { form: { amount: 1 }, comment: 'Fine' }));
      expect(again).toEqual({ outcome: 'repeated', approval: first?.approval });
      for (const other of [yes('ann', { comment: 'No' }), yes('bob', { comment: 'Fine', form: { amount: 1 } })]) {
        expect(await decide('a1', other)).toEqual({ outcome: 'lost', approval: first?.approval });
      }
      expect(await types()).toEqual(['approvalRequested', 'approvalDecided']);
      expect(await store.listUndelivered(ORGANIZATION, 'e1', 10)).toEqual([
        { number: 1, id: 'a1', kind: 'decision', about: 'a1', value: 'approved' },
      ]);
    });

    it('are decided by one of many who decide at once, in any process', async () => {
      await request(ask('a1'));
      const others = await Promise.all(Array.from({ length: 4 }, () => bench.open()));
      const all = await Promise.all(others.map((other, n) => other.decideApproval(ORGANIZATION, 'a1', yes(`p${n}`))));
      expect(all.map((one) => one?.outcome).toSorted()).toEqual(['decided', 'lost', 'lost', 'lost']);
      const winner = all.findIndex((one) => one?.outcome === 'decided');
      expect(new Set(all.map((one) => one?.approval.decision?.by))).toEqual(new Set([`p${winner}`]));
    });

    it.each([
      ['approve' as const, 'approved', { decision: 'approve', by: 'timeout' }],
      ['reject' as const, 'rejected', { decision: 'reject', by: 'timeout' }],
      ['fail' as const, 'expired', null],
    ])('that expire with the default %s are %s, once, unless they were decided', async (onTimeout, status, decision) => {
      await request(ask('a1', { onTimeout }));
      await request(ask('a2', { onTimeout }));
      await decide('a2', yes('ann'));
      const expired = await store.expireApproval(ORGANIZATION, 'a1', []);
      expect(expired).toMatchObject({ status, decision });
      expect(await store.expireApproval(ORGANIZATION, 'a1', [])).toEqual(expired);
      expect(await store.expireApproval(ORGANIZATION, 'a2', [])).toMatchObject({ status: 'approved', decision: { by: 'ann' } });
      expect(await decide('a1', yes('ann'))).toEqual({ outcome: 'lost', approval: expired });
      expect((await types()).filter((type) => type === 'approvalExpired')).toHaveLength(1);
    });

    it('have one winner when a decision and the deadline come at once', async () => {
      const count = 20;
      for (let n = 0; n < count; n++) await request(ask(`a${n}`, { onTimeout: 'reject' }));
      const other = await bench.open();
      for (let n = 0; n < count; n++) {
        const [made, expired] = await Promise.all([decide(`a${n}`, yes('ann')), other.expireApproval(ORGANIZATION, `a${n}`, [])]);
        expect(made?.approval).toEqual(expired);
        expect(made?.outcome).toBe(expired?.decision?.by === 'ann' ? 'decided' : 'lost');
      }
      expect((await types()).filter((type) => type !== 'approvalRequested')).toHaveLength(count);
    });

    it('take no decision after the deadline, though nobody has noticed it yet', async () => {
      await request(ask('a1', { timeoutMs: 0, onTimeout: 'reject' }));
      expect(await decide('a1', yes('ann'))).toMatchObject({
        outcome: 'lost',
        approval: { status: 'rejected', decision: { by: 'timeout' } },
      });
    });

    it('ask others too, once, while they are pending', async () => {
      await request(ask('a1', { escalation: { afterMs: 5, to: ['boss', 'ann'] } }));
      await request(ask('a2', { escalation: { afterMs: 5, to: ['boss'] } }));
      await decide('a2', yes('ann'));
      const escalated = await store.escalateApproval(ORGANIZATION, 'a1', []);
      expect(escalated).toMatchObject({ assignees: ['ann', 'boss'], escalation: { escalatedAt: expect.any(String) } });
      expect(await store.escalateApproval(ORGANIZATION, 'a1', [])).toEqual(escalated);
      expect(await store.escalateApproval(ORGANIZATION, 'a2', [])).toMatchObject({ assignees: ['ann'] });
      expect((await types()).filter((type) => type === 'approvalEscalated')).toHaveLength(1);
      expect(await ids({ assignee: 'boss' })).toEqual(['a1']);
    });

    it('are cancelled by the fact that nothing waits, and by the end; a decision stays', async () => {
      for (const id of ['a1', 'a2', 'a3']) await request(ask(id));
      await decide('a3', yes('ann'));
      const gone = (approvalId: string) => ({ type: 'approvalCancelled' as const, stepPath: 'root/ask', approvalId });
      await store.appendFacts(ORGANIZATION, 'e1', [gone('a1'), gone('a3'), gone('a1')]);
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      expect((await list()).map(({ id, status }) => [id, status])).toEqual([
        ['a3', 'approved'],
        ['a2', 'cancelled'],
        ['a1', 'cancelled'],
      ]);
      expect(await decide('a2', yes('ann'))).toMatchObject({ outcome: 'lost', approval: { status: 'cancelled', decision: null } });
      expect(await request(ask('a4'))).toBeNull();
      expect(await get('a4')).toBeNull();
      const feed = await types();
      expect(feed.filter((type) => type === 'approvalCancelled')).toHaveLength(2);
      expect(feed.at(-1)).toBe('executionEnded');
    });

    it('take no decision once their execution was asked to cancel, but for those of what undoes', async () => {
      await request(ask('a1'));
      await request(ask('a2', { stepPath: 'root/branch/undo' }));
      await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'compensationStarted', stepPath: 'root/branch' }]);
      await store.listStarted(ORGANIZATION, 'e1');
      await store.requestCancel(ORGANIZATION, 'e1');
      expect(await decide('a1', yes('ann'))).toMatchObject({ outcome: 'lost', approval: { status: 'cancelled', decision: null } });
      expect(await decide('a2', yes('ann'))).toMatchObject({ outcome: 'decided', approval: { status: 'approved' } });
      // The workflow tells of it too when it hears of the cancel.
      await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'approvalCancelled', stepPath: 'root/ask', approvalId: 'a1' }]);
      const feed = (await types()).filter((type) => type.startsWith('approval'));
      expect(feed).toEqual(['approvalRequested', 'approvalRequested', 'approvalCancelled', 'approvalDecided']);
      expect(await store.listUndelivered(ORGANIZATION, 'e1', 10)).toMatchObject([{ kind: 'decision', about: 'a2' }]);
    });

    it('take no decision once the time of a budget is over that ends their execution, or the one above it', async () => {
      const startedAt = new Date(Date.now() - 60_000).toISOString();
      const put = (id: string, changes: Partial<StartRecord>) => store.putStart(startRecord(id, { startedAt, ...changes }));
      await put('ends', { budget: { time: '30s' } });
      await put('below', { parent: { executionId: 'ends', stepPath: 'row/w' } });
      await put('asks', { budget: { time: '30s', onExceeded: 'ask' } });
      await put('lasts', { budget: { time: '2m' } });
      const outcomes = [];
      for (const id of ['ends', 'below', 'asks', 'lasts']) {
        await request(ask(`of ${id}`), id);
        outcomes.push((await decide(`of ${id}`, yes('ann')))?.outcome);
      }
      expect(outcomes).toEqual(['lost', 'lost', 'decided', 'decided']);
      expect(await get('of ends')).toMatchObject({ status: 'cancelled', decision: null });
      await put('undoes', { parent: { executionId: 'ends', stepPath: 'root/undo' } });
      await store.appendFacts(ORGANIZATION, 'ends', [{ type: 'compensationStarted', stepPath: 'root' }]);
      for (const id of ['ends', 'undoes']) {
        await request(ask(`undoing ${id}`), id);
        expect(await decide(`undoing ${id}`, yes('ann'))).toMatchObject({ outcome: 'decided' });
      }
    });

    it('are listed newest first by each filter, page by page', async () => {
      await store.putStart(startRecord('e2', { workflowId: 'w2' }));
      for (let n = 1; n <= 8; n++) {
        const kind = n % 2 === 0 ? 'tool' : 'step';
        await request(ask(`a${n}`, { kind, assignees: n > 6 ? ['role:lead'] : ['ann'] }), n > 4 ? 'e2' : 'e1');
      }
      await decide('a8', yes('ann'));
      await decide('a1', yes('ann', { decision: 'reject' }));
      expect(await ids()).toEqual(['a8', 'a7', 'a6', 'a5', 'a4', 'a3', 'a2', 'a1']);
      expect(await ids({ status: ['pending'] })).toEqual(['a7', 'a6', 'a5', 'a4', 'a3', 'a2']);
      expect(await ids({ status: ['rejected', 'approved'] })).toEqual(['a8', 'a1']);
      expect(await ids({ status: ['pending'], kind: ['tool'] })).toEqual(['a6', 'a4', 'a2']);
      expect(await ids({ executionId: 'e2' })).toEqual(['a8', 'a7', 'a6', 'a5']);
      expect(await ids({ workflowId: 'w1', assignee: 'ann' })).toEqual(['a4', 'a3', 'a2', 'a1']);
      expect(await ids({ assignee: 'role:lead', status: ['pending'] })).toEqual(['a7']);
      expect(await ids({ executionId: 'nobody' })).toEqual([]);
      const page = await store.listApprovals(ORGANIZATION, {}, { limit: 2 });
      const cursor = page === 'invalidCursor' ? undefined : page.nextCursor;
      expect(await store.listApprovals(ORGANIZATION, { kind: ['tool'] }, { limit: 2, cursor })).toBe('invalidCursor');
    });

    it('are a miss for another organization, and gone with their execution', async () => {
      await request(ask('a1'));
      expect(await store.getApproval('other', 'a1')).toBeNull();
      expect(await store.decideApproval('other', 'a1', yes('eve'))).toBeNull();
      expect(await store.listApprovals('other', {}, { limit: 10 })).toEqual({ items: [] });
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      await store.delete(ORGANIZATION, 'e1');
      expect([await get('a1'), await list()]).toEqual([null, []]);
      await store.purge(ORGANIZATION, 'e1');
      expect(await store.listDeleted(10)).toEqual([]);
    });
  });
}
