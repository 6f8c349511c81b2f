import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { readAllPages, type StoreBench, type StoreBenchFactory } from './bench';
import { begin, commit, completed, message, ORGANIZATION, readFeed, startRecord } from './execution-builders';

/** Threads, long texts and what events show of them. */
export function describeTexts(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('texts', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
    });
    afterEach(() => bench.destroy());

    const thread = (from: number, upTo: number, name = 'main') => store.readThread(ORGANIZATION, 'e1', name, { from, upTo });
    const commitText = (text: string, changes = {}) => store.commitCall(ORGANIZATION, 'e1', commit(text, changes));

    it('gives back a message as it was written', async () => {
      const written = message(0, 'Hello', {
        agent: 'writer',
        toolCalls: [{ id: 'call_1', tool: 'add', arguments: { a: [1, null] } }],
        callId: 'c1',
      });
      await commitText('', { messages: [written] });
      const place = { id: 'main/0', seq: 1, at: expect.any(String) };
      expect(await thread(0, 1)).toEqual([{ ...written, ...place }]);
      const feed = await readFeed(store, 'e1');
      expect(feed).toMatchObject([{ type: 'messageAdded', stepPath: 'root/writer' }]);
      expect(feed[0]).toHaveProperty('message', { ...written, ...place });
    });

    it('reads a thread from a place up to another', async () => {
      const messages = [0, 1, 2, 3].map((index) => message(index, `m${index}`));
      await commitText('', { messages: [...messages, message(0, 'elsewhere', { thread: 'other' })] });
      expect((await thread(1, 3)).map(({ text }) => text)).toEqual(['m1', 'm2']);
      expect((await thread(0, 9, 'other')).map(({ text }) => text)).toEqual(['elsewhere']);
      expect(await thread(0, 9, 'nobody')).toEqual([]);
    });

    it('gives the newest message of a thread', async () => {
      await commitText('', { messages: [message(0, 'first'), message(1, 'second'), message(7, 'elsewhere', { thread: 'other' })] });
      expect(await store.getLastMessage(ORGANIZATION, 'e1', 'main')).toMatchObject({ index: 1, text: 'second' });
      expect(await store.getLastMessage(ORGANIZATION, 'e1', 'nobody')).toBeNull();
      expect(await store.getLastMessage('other', 'e1', 'main')).toBeNull();
    });

    it('gives what a model call was shown first, whatever later attempts say', async () => {
      const view = { thread: 'main', upTo: 3, reader: 'ann', agent: 'a1', cut: { head: 1, from: 2 } };
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ view }));
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ attempt: 2, view: { ...view, upTo: 9 } }));
      expect(await store.getView(ORGANIZATION, 'e1', 'c1')).toEqual({ view, at: expect.any(String) });
      expect(await store.getView(ORGANIZATION, 'e1', 'c2')).toBeNull();
      expect(await store.getView('other', 'e1', 'c1')).toBeNull();
    });

    it('keeps what each attempt sent and got, with the text of an answer that was not taken', async () => {
      const frame = { model: 'm', agent: 'A', tools: [] };
      const response = { status: 200, body: { said: null }, textAt: '/said' };
      const exchange = { requestHash: 'h', response };
      const of = (attempt: number, callId = 'c1') => store.getExchange(ORGANIZATION, 'e1', { callId, attempt });
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ model: 'openai/m', frame }));
      expect(await of(1)).toMatchObject({ model: 'openai/m', frame, recorded: null, text: null });
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ attempt: 2, frame }));
      await store.commitCall(ORGANIZATION, 'e1', commit('quick', { attempt: 2, exchange }));
      await store.commitCall(ORGANIZATION, 'e1', commit('slow', { attempt: 1, exchange }));
      expect(await of(2)).toMatchObject({ frame, recorded: exchange, text: 'quick' });
      expect(await of(1)).toMatchObject({ recorded: { requestHash: 'h', response: { status: 200, body: { said: 'slow' } } }, text: null });
      expect([await of(3), await of(1, 'c2'), await store.getExchange('other', 'e1', { callId: 'c1', attempt: 1 })]).toEqual([
        null,
        null,
        null,
      ]);
    });

    it('lists messages of all threads by seq, or of one by index', async () => {
      for (let n = 0; n < 6; n++) {
        const messages = [message(Math.floor(n / 2), `m${n}`, { thread: n % 2 ? 'odd' : 'even' })];
        await commitText('', { callId: `c${n}`, messages, output: { text: '' } });
      }
      const texts = async (name: string | undefined): Promise<string[]> =>
        (await readAllPages((page) => store.listMessages(ORGANIZATION, 'e1', name, page), 2)).map(({ text }) => text);
      expect(await texts(undefined)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
      expect(await texts('odd')).toEqual(['m1', 'm3', 'm5']);
      expect(await texts('nobody')).toEqual([]);
      const page = await store.listMessages(ORGANIZATION, 'e1', 'odd', { limit: 1 });
      const cursor = page === 'invalidCursor' ? undefined : page.nextCursor;
      expect(await store.listMessages(ORGANIZATION, 'e1', 'even', { limit: 1, cursor })).toBe('invalidCursor');
    });

    it.each([
      ['empty', ''],
      ['with NUL', 'a\0b'],
      ['with a lone surrogate', 'a\ud83d'],
      ['with every kind of quote', `'"\\\n\u2028😀`],
      ['of 64 KiB', 'x'.repeat(64 * 1024)],
      ['of a million units', '😀é\0'.repeat(250_000)],
    ])('keeps a text %s', async (_, text) => {
      const data = { deep: [text.slice(0, 100_000)] };
      await commitText(text, { output: { message: { thread: 'main', index: 0 }, data } });
      await commitText('', { callId: 'value', messages: [], output: { text, data } });
      await store.close(ORGANIZATION, 'e1', [], { status: 'completed', output: 'value' });
      const reopened = await bench.open();
      expect((await reopened.readThread(ORGANIZATION, 'e1', 'main', { from: 0, upTo: 1 }))[0]?.text === text).toBe(true);
      for (const callId of ['c1', 'value']) {
        const output = await reopened.getOutput(ORGANIZATION, 'e1', callId);
        expect(output?.text === text).toBe(true);
        expect(output?.data).toEqual(data);
      }
      expect((await reopened.get(ORGANIZATION, 'e1'))?.output?.text === text).toBe(true);
    });

    it('shows 16 KiB of a message in its event, never half a character', async () => {
      const exact = 'x'.repeat(16 * 1024);
      const pair = `${'x'.repeat(16 * 1024 - 1)}😀`;
      const long = 'é'.repeat(100_000);
      await commitText('', { messages: [exact, pair, long].map((text, index) => message(index, text)) });
      const shown = (await readFeed(store, 'e1')).map((event) => (event.type === 'messageAdded' ? event.message : null));
      expect(shown[0]?.text).toBe(exact);
      expect(shown[0]).not.toHaveProperty('truncated');
      expect(shown[1]).toMatchObject({ text: 'x'.repeat(16 * 1024 - 1), truncated: true });
      expect(shown[2]).toMatchObject({ text: 'é'.repeat(8 * 1024), truncated: true });
      const whole = await thread(0, 3);
      expect(whole.map(({ text }) => text.length)).toEqual([exact.length, pair.length, long.length]);
      expect(whole.some((one) => 'truncated' in one)).toBe(false);
    });

    it.each([
      ['a message', (text: string) => commit(text)],
      ['a value of its own', (text: string) => commit('', { messages: [], output: { text } })],
    ])("shows 1 KiB of a step's output, and of the execution's the whole or, when it is huge, 16 KiB, that is %s", async (_, toCommit) => {
      for (const [executionId, text] of Object.entries({ short: 'x'.repeat(1024), long: 'x'.repeat(1025), huge: 'x'.repeat(99_999) })) {
        await store.putStart(startRecord(executionId));
        await store.commitCall(ORGANIZATION, executionId, toCommit(text));
        await store.close(ORGANIZATION, executionId, [completed('root', 'c1')], { status: 'completed', output: 'c1' });
        const output = { text: 'x'.repeat(1024), ...(executionId === 'short' ? {} : { truncated: true }) };
        const ending = executionId === 'huge' ? { text: 'x'.repeat(16 * 1024), truncated: true } : { text };
        const ends = (await readFeed(store, executionId)).filter(({ type }) => type !== 'messageAdded');
        expect(ends.map((event) => ('output' in event ? event.output : null))).toEqual([output, ending]);
        expect((await store.get(ORGANIZATION, executionId))?.output).toEqual({ text });
      }
    });

    it("shows 4 KiB of a tool's result", async () => {
      const results = { text: 'x'.repeat(5000), list: Array.from({ length: 3000 }, (_, n) => n), exact: 'x'.repeat(4096), small: { a: 1 } };
      for (const [callId, result] of Object.entries(results)) {
        await commitText('', { kind: 'tool', callId, messages: [], output: { text: '' }, usage: undefined, tool: { tool: 'add', result } });
      }
      const shown = (await readFeed(store, 'e1')).map((event) => (event.type === 'toolCompleted' ? [event.result, event.truncated] : null));
      expect(shown).toEqual([
        ['x'.repeat(4096), true],
        [JSON.stringify(results.list).slice(0, 4096), true],
        [results.exact, undefined],
        [results.small, undefined],
      ]);
    });
  });
}
