import { LIMIT } from '../../contracts/constants';
import type { NewLetter } from '../../contracts/letters';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, completed, end, ORGANIZATION, readFeed, startRecord } from './execution-builders';

const event = (id: string, changes: Partial<NewLetter> = {}): NewLetter => ({ id, kind: 'event', about: 'paid', ...changes });

/** What people and programs send to executions. */
export function describeLetters(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('letters', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      for (const id of ['e1', 'e2']) await list(id);
    });
    afterEach(() => bench.destroy());

    async function list(id: string): Promise<void> {
      await store.putStart(startRecord(id));
      await store.listStarted(ORGANIZATION, id);
    }
    const put = (letter: NewLetter, id = 'e1') => store.putLetter(ORGANIZATION, id, letter);
    const undelivered = async (id = 'e1', limit = 10) => (await store.listUndelivered(ORGANIZATION, id, limit)).map((letter) => letter.id);

    it('numbers them from 1 in each execution, and keeps the first of an id', async () => {
      const first = { number: 1, id: 'l1', kind: 'event', about: 'paid', value: { by: 'ann' } };
      expect(await put(event('l1', { value: { by: 'ann' } }))).toEqual(first);
      expect(await put(event('l2'))).toEqual({ number: 2, id: 'l2', kind: 'event', about: 'paid' });
      expect(await put(event('l1', { about: 'other' }))).toEqual(first);
      expect(await put(event('l1'), 'e2')).toMatchObject({ number: 1 });
      expect(await store.listUndelivered(ORGANIZATION, 'e1', 10)).toEqual([first, { number: 2, id: 'l2', kind: 'event', about: 'paid' }]);
    });

    it('takes messages only for a chat that runs, and tells of those that it did not hear, once', async () => {
      const chat = { stepPath: 'chat', stepType: 'groupChat' };
      const say = (id: string, text: string, about = 'chat') => put({ id, kind: 'message', about, content: { as: 'Ann', text } });
      expect(await say('m0', 'early')).toBe('closed');
      await store.appendFacts(ORGANIZATION, 'e1', [
        { type: 'stepStarted', ...chat },
        { type: 'stepStarted', ...chat, stepPath: 'other' },
      ]);
      for (const id of ['m1', 'm2']) expect(await say(id, id)).toMatchObject({ about: 'chat' });
      await say('m3', 'long '.repeat(100_000));
      await say('m4', 'elsewhere', 'other');
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ letters: [1] }));
      for (let time = 0; time < 2; time++) await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'stepCompleted', ...chat }]);
      const unheard = async () => (await readFeed(store, 'e1')).filter(({ type }) => type === 'messageUnheard');
      expect(await unheard()).toMatchObject([
        { stepPath: 'chat', messageId: 'm2', as: 'Ann', text: 'm2' },
        { stepPath: 'chat', messageId: 'm3' },
      ]);
      expect(await say('m1', 'm1')).toMatchObject({ id: 'm1' });
      expect(await say('m5', 'late')).toBe('closed');
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      expect(await unheard()).toHaveLength(3);
      expect((await readFeed(store, 'e1')).at(-1)).toMatchObject({ type: 'executionEnded' });
    });

    it('gives every one of many that come at once, through two processes, a number of its own', async () => {
      const other = await bench.open();
      const letters = await Promise.all(
        Array.from({ length: 100 }, (_, n) => (n % 2 ? store : other).putLetter(ORGANIZATION, 'e1', event(`l${n % 50}`))),
      );
      const numbers = letters.map((letter) => (letter !== null && typeof letter === 'object' ? letter.number : letter));
      expect([...new Set(numbers)].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    });

    it('keeps contents of any length, apart from what is delivered', async () => {
      const content = { text: 'x\u0000\ud800', payload: 'long '.repeat(100_000) };
      await put(event('l1', { content }));
      await put(event('l2'));
      expect(await store.readLetter(ORGANIZATION, 'e1', 1)).toEqual(content);
      expect(await store.readLetter(ORGANIZATION, 'e1', 2)).toBeNull();
      expect(await store.readLetter(ORGANIZATION, 'e1', 3)).toBeNull();
      expect(await store.readLetter('other', 'e1', 1)).toBeNull();
      expect(JSON.stringify(await store.listUndelivered(ORGANIZATION, 'e1', 10)).length).toBeLessThan(200);
    });

    it('lists what was not delivered, in order, and the executions that have some', async () => {
      for (const id of ['l1', 'l2', 'l3']) await put(event(id));
      await put(event('l1'), 'e2');
      expect(await undelivered('e1', 2)).toEqual(['l1', 'l2']);
      await store.markDelivered(ORGANIZATION, 'e1', 2);
      expect(await undelivered()).toEqual(['l3']);
      const waiting = (after?: string) => store.listWithUndelivered(1, after);
      expect(await waiting()).toEqual([{ organizationId: ORGANIZATION, executionId: 'e1' }]);
      expect(await waiting('e1')).toEqual([{ organizationId: ORGANIZATION, executionId: 'e2' }]);
      await store.markDelivered(ORGANIZATION, 'e1', 3);
      expect(await waiting()).toEqual([{ organizationId: ORGANIZATION, executionId: 'e2' }]);
      await store.close(ORGANIZATION, 'e2', [], { status: 'completed' });
      expect(await waiting()).toEqual([]);
      expect(await undelivered('e2')).toEqual([]);
    });

    it('refuses one for an execution that has ended, is unknown or belongs to somebody else, but not a repeat', async () => {
      await put(event('l1'));
      await store.close(ORGANIZATION, 'e1', [], { status: 'completed' });
      expect(await put(event('l2'))).toBe('ended');
      expect(await put(event('l1'))).toMatchObject({ number: 1 });
      expect(await put(event('l1'), 'nobody')).toBeNull();
      expect(await store.putLetter('other', 'e2', event('l1'))).toBeNull();
    });

    it('keeps so many of a kind that nobody has taken, and no more', async () => {
      for (let n = 0; n < LIMIT.lettersWaiting; n++) await put(event(`l${n}`));
      expect(await put(event('more'))).toBe('full');
      expect(await put({ id: 'other', kind: 'pause', about: '' })).toMatchObject({ number: LIMIT.lettersWaiting + 1 });
      const output = { text: 'paid' };
      await store.commitEvaluation(ORGANIZATION, 'e1', { callId: 'w:event', facts: [], digest: {}, letter: 1, output });
      expect(await put(event('more'))).toMatchObject({ id: 'more' });
      expect(await put(event('again'))).toBe('full');
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ letters: [2, 3] }));
      expect(await put(event('again'))).toMatchObject({ id: 'again' });
      expect(await put(event('last'))).toMatchObject({ id: 'last' });
    });

    it('a pause holds calls that are new, whoever gave them out, and not those that have begun', async () => {
      const of = (callId: string, attempt = 1) =>
        store.beginAttempt(ORGANIZATION, 'e1', begin({ callId, attempt, activity: callId, facts: [completed(callId)] }));
      await of('c1');
      await store.endAttempt(ORGANIZATION, 'e1', end({ retryAt: new Date().toISOString() }));
      await put({ id: 'l1', kind: 'pause', about: '' });
      expect(await of('c2')).toMatchObject({ paused: true, earlier: { all: 0 } });
      expect(await of('c1', 2)).toEqual({ attempt: 2, ended: false, earlier: { all: 1, failed: 1, lost: 0 } });
      expect(await store.listAttempts(ORGANIZATION, 'e1', { limit: 10 })).toMatchObject({ items: [{ callId: 'c1' }, { callId: 'c1' }] });
      await put({ id: 'l2', kind: 'resume', about: '' });
      expect(await of('c2')).not.toHaveProperty('paused');
      const told = (await readFeed(store, 'e1')).filter(({ type, stepPath }) => type === 'stepCompleted' && stepPath === 'c2');
      expect(told).toHaveLength(1);
    });

    it('pause and resume change the status at once, over what else the execution does, and each change is an event', async () => {
      const status = async () => (await store.get(ORGANIZATION, 'e1'))?.status;
      const pause = (id: string, kind: 'pause' | 'resume') => put({ id, kind, about: '' });
      await pause('l1', 'pause');
      expect(await store.get(ORGANIZATION, 'e1')).toMatchObject({ status: 'paused', pausedAt: expect.any(String) });
      await pause('l2', 'resume');
      expect(await status()).toBe('queued');
      await pause('l3', 'pause');
      await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'executionStarted' }, { type: 'executionWaiting', number: 1 }]);
      expect(await status()).toBe('paused');
      await pause('l4', 'resume');
      expect(await status()).toBe('waiting');
      expect(await store.get(ORGANIZATION, 'e1')).not.toHaveProperty('pausedAt');
      await pause('l1', 'pause');
      expect(await status()).toBe('waiting');
      await pause('l5', 'pause');
      await store.beginAttempt(ORGANIZATION, 'e1', begin());
      expect(await status()).toBe('paused');
      await pause('l6', 'resume');
      expect(await status()).toBe('running');
      // Told late.
      await store.appendFacts(ORGANIZATION, 'e1', [{ type: 'executionWaiting', number: 1 }]);
      expect(await status()).toBe('running');
      const feed = (await readFeed(store, 'e1')).flatMap((event) => (event.type === 'statusChanged' ? [event.status] : []));
      expect(feed).toEqual(['waiting', 'paused', 'running']);
    });

    it('leaves no trace of them where the execution is deleted', async () => {
      await put(event('l1', { content: 'long '.repeat(100_000) }));
      await store.close(ORGANIZATION, 'e1', [], { status: 'completed' });
      await store.delete(ORGANIZATION, 'e1');
      expect(await put(event('l1'))).toBeNull();
      expect(await store.readLetter(ORGANIZATION, 'e1', 1)).toBeNull();
      await store.purge(ORGANIZATION, 'e1');
      await list('e1');
      expect(await put(event('new'))).toMatchObject({ number: 1 });
    });
  });
}
