import type { FeedEvent, Step, Tool } from '../../client';
import { createDraftStore } from '../../web/src/features/execution/model/edits/draft-store';
import {
  type EditDraft,
  isChanged,
  readValue,
  toDraftText,
  toEdit,
  toValueDraft,
} from '../../web/src/features/execution/model/edits/edit-draft';
import { type EditItem, type EditSources, toEditItems } from '../../web/src/features/execution/model/edits/edit-item';
import { findConflicts } from '../../web/src/features/execution/model/edits/find-conflicts';
import { placeMistakes } from '../../web/src/features/execution/model/edits/place-mistakes';

const model = { provider: 'openai', name: 'x' };
const agent: EditDraft = { type: 'agent', target: 'A', instructions: 'Be brief.', model };

describe('an edit', () => {
  it('of an agent has only what is other than it was', () => {
    expect(toEdit({ ...agent, instructions: 'Be long.' }, agent)).toEqual({ type: 'agent', agent: 'A', instructions: 'Be long.' });
    const other = { ...model, temperature: 1 };
    expect(toEdit({ ...agent, model: other }, agent)).toEqual({ type: 'agent', agent: 'A', model: other });
  });

  it('of an answer has a form only when it approves', () => {
    const draft: EditDraft = { type: 'answer', target: 'row/ask', decision: 'approve', comment: '', form: { budget: 1 } };
    expect(toEdit(draft, null)).toEqual({ type: 'answer', stepPath: 'row/ask', decision: 'approve', form: { budget: 1 } });
    expect(toEdit({ ...draft, decision: 'reject', comment: 'no' }, null)).toEqual({
      type: 'answer',
      stepPath: 'row/ask',
      decision: 'reject',
      comment: 'no',
    });
  });

  it('of a value keeps texts as texts, and does not guess at JSON that is not finished', () => {
    expect(toValueDraft('{"a":1}')).toEqual({ as: 'text', text: '{"a":1}' });
    expect(readValue({ as: 'text', text: '{"a":1' })).toBe('{"a":1');
    expect(readValue(toValueDraft({ a: [1] }))).toEqual({ a: [1] });
    expect(() => readValue({ as: 'json', text: '{"a":1' })).toThrow(SyntaxError);
  });

  it('is none when the JSON is only written in another way', () => {
    const was: EditDraft = { type: 'toolResult', target: 'a:t1', value: toValueDraft({ a: 1 }) };
    expect(isChanged({ ...was, value: { as: 'json', text: '{"a":1}' } }, was)).toBe(false);
    expect(isChanged({ ...was, value: { as: 'json', text: '{"a":2}' } }, was)).toBe(true);
    expect(isChanged({ ...was, value: { as: 'json', text: '{"a":' } }, was)).toBe(true);
    expect(isChanged({ ...was, value: { as: 'text', text: '{"a":1}' } }, was)).toBe(true);
  });

  it('can be read as one text, with the model and its settings', () => {
    expect(toDraftText({ ...agent, model: { ...model, temperature: 0 } })).toBe('Model: openai/x, temperature 0\n\nBe brief.');
  });
});

const base = { at: '2026-11-24T12:00:00.000Z', executionId: 'e1' };
const message = (seq: number, id: string, stepPath: string, changes: object): FeedEvent =>
  ({
    ...base,
    seq,
    type: 'messageAdded',
    stepPath,
    message: { id, thread: id.slice(0, id.lastIndexOf('/')), text: 'text', ...changes },
  }) as FeedEvent;
const root = {
  id: 'row',
  type: 'sequential',
  steps: [
    { id: 'ask', name: 'The boss', type: 'approval', prompt: '?', form: { type: 'object' } },
    { id: 'count', type: 'tool', tool: 'count', arguments: {} },
  ],
} as unknown as Step;
const tools = [{ id: 'count', inputSchema: { title: 'in' }, outputSchema: { title: 'out' } }] as unknown as Tool[];
const NOTHING: EditSources = {
  editable: { agents: [], messages: [], toolResults: [], answers: [], inputs: [] },
  agents: [],
  events: [],
  next: [],
  tools,
  root,
};
const itemOf = (sources: Partial<EditSources>): EditItem | undefined => toEditItems({ ...NOTHING, ...sources })[0];
const editable = (changes: Partial<EditSources['editable']>) => ({ ...NOTHING.editable, ...changes });

describe('what can be edited', () => {
  it('is never edited from its beginning alone: of a long text the whole is read first', () => {
    const of = (changes: object) =>
      itemOf({
        editable: editable({ messages: ['a/1'] }),
        events: [message(4, 'a/1', 'a', { role: 'assistant', callId: 'a:m1', ...changes })],
      });
    expect(of({})).toMatchObject({ was: { type: 'message', text: 'text' }, seq: 4, stepPath: 'a' });
    expect(of({ truncated: true })).toMatchObject({ was: null, whole: { call: 'a:m1' }, preview: 'text' });
    expect(of({ truncated: true, role: 'user', callId: undefined })).toMatchObject({ was: null, whole: { thread: 'a', message: 'a/1' } });
  });

  it('is read when the feed that was read does not have it', () => {
    expect(itemOf({ editable: editable({ messages: ['a/7'] }) })).toMatchObject({ was: null, whole: { thread: 'a', message: 'a/7' } });
    expect(itemOf({ editable: editable({ toolResults: ['a:t1.1'] }) })).toMatchObject({ was: null, whole: { call: 'a:t1.1' } });
  });

  it('has the schema that the tool, or the question, gives it', () => {
    const event = { ...base, seq: 5, type: 'toolCompleted', callId: 'row/count:t1', tool: 'count', result: { words: 1 } } as FeedEvent;
    expect(itemOf({ editable: editable({ toolResults: ['row/count:t1'] }), events: [event] })).toMatchObject({
      schema: { title: 'out' },
      was: { value: { as: 'json' } },
      stepPath: 'row/count',
    });
    expect(itemOf({ editable: editable({ answers: ['row/ask'] }) })).toMatchObject({
      label: 'The boss',
      schema: { type: 'object' },
      was: null,
      whole: { call: 'row/ask:output' },
    });
    const called = {
      ...base,
      seq: 9,
      type: 'toolCalled',
      callId: 'row/count:t1',
      stepPath: 'row/count',
      tool: 'count',
      arguments: { text: 'x' },
    };
    for (const own of [called, { ...called, toolCallId: called.callId }]) {
      expect(itemOf({ editable: editable({ inputs: ['row/count'] }), next: [own as FeedEvent] })).toMatchObject({
        schema: { title: 'in' },
        was: { value: toValueDraft({ text: 'x' }) },
      });
    }
  });

  it('says when it is not known what a step was given', () => {
    expect(itemOf({ editable: editable({ inputs: ['row/b'] }) })?.note).toContain('not on record');
    const given = itemOf({ editable: editable({ inputs: ['row/b'] }), next: [message(9, 'row/b/0', 'row/b', { role: 'user' })] });
    expect(given).toMatchObject({ was: { value: { as: 'text', text: 'text' } } });
    expect(given?.note).toBeUndefined();
  });
});

describe('edits of one fork', () => {
  const item = (type: EditItem['type'], target: string, stepPath: string, seq: number): EditItem => ({
    ...{ key: `${type} ${target}`, type, target, label: target, preview: '', was: null },
    ...{ stepPath, seq },
  });

  it('conflict when one comes out of the other, but not the results of tools that one message asked for', () => {
    const first = item('toolResult', 'a:t1.1', 'a', 4);
    const beside = item('toolResult', 'a:t1.2', 'a', 5);
    const next = item('toolResult', 'a:t2.1', 'a', 7);
    const other = item('message', 'b/1', 'b', 8);
    expect([...findConflicts([first, beside, other]).keys()]).toEqual([]);
    expect([...findConflicts([first, next]).entries()]).toEqual([[next.key, first]]);
    expect([...findConflicts([item('message', 'chat/0', 'chat', 2), item('message', 'chat/1', 'chat/ann#1', 3)]).keys()]).toEqual([
      'message chat/1',
    ]);
  });

  it('get what the API finds wrong, each its own', () => {
    const mistake = (path: string) => ({ path, code: 'c', message: 'm' });
    const errors = [mistake('/edits/1/result/words'), mistake('/edits/0'), mistake('/superstep'), mistake('/edits/7/text')];
    const placed = placeMistakes(errors, ['a', 'b']);
    expect(placed.get('b')).toEqual([mistake('/result/words')]);
    expect(placed.get('a')).toEqual([mistake('')]);
    expect(placed.get('')).toEqual([mistake('/superstep'), mistake('/edits/7/text')]);
  });
});

describe('what is being edited', () => {
  const draft: EditDraft = { type: 'message', target: 'a/1', text: 'new' };

  it('is there again after a reload, by execution and superstep, until it is taken away', () => {
    const storage = toStorage();
    createDraftStore(storage).set('e1', 2, { 'message a/1': draft });
    const again = createDraftStore(storage);
    expect(again.get('e1', 2)).toEqual({ 'message a/1': draft });
    expect([again.get('e1', 1), again.get('e2', 2)]).toEqual([{}, {}]);
    again.set('e1', 2, {});
    expect(createDraftStore(storage).get('e1', 2)).toEqual({});
    expect(again.get('e1', 2)).toBe(again.get('e1', 2));
  });

  it('stays on the page when the browser has no room for it, and nothing older comes back', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const storage = toStorage(60);
    const store = createDraftStore(storage);
    const told = jest.fn();
    store.subscribe(told);
    store.set('e1', 2, {});
    store.set('e1', 2, { 'message a/1': { ...draft, text: 'long'.repeat(100) } });
    expect(store.get('e1', 2)['message a/1']).toMatchObject({ text: 'long'.repeat(100) });
    expect(storage.getItem('edits e1 2')).toBeNull();
    expect(told).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});

/** A store of texts with room for so many characters. */
function toStorage(room = Number.POSITIVE_INFINITY) {
  const texts = new Map<string, string>();
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new Error('QuotaExceededError');
      texts.set(key, text);
    },
    removeItem: (key: string) => void texts.delete(key),
  };
}
