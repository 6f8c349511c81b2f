import type { FeedEvent } from '../../client';
import type { StepInput } from '../../contracts/steps';
import { createAccepted } from './accepted';
import { checkEvents, checkMessages, checkPauses } from './checks/check-letters';
import { checkUndoing } from './checks/check-undoing';
import type { HistoryEntry } from './checks/read-history';
import type { EndedWork } from './work';

type Told = { type: FeedEvent['type']; stepPath?: string; [field: string]: unknown };

const ended = (status: string, events: Told[], messages: { text: string }[] = []) =>
  ({ execution: { id: 'e', status }, events, messages, approvals: [], attempts: [], calls: {} }) as unknown as EndedWork;

describe('what is undone', () => {
  const agent = (id: string, compensate?: StepInput): StepInput => ({ id, type: 'agent', agent: 'A', ...(compensate && { compensate }) });
  const root: StepInput = { id: 'row', type: 'sequential', steps: ['a', 'b'].map((id) => agent(id, agent(`un${id}`))) };
  const completed = (stepPath: string): Told => ({ type: 'stepCompleted', stepPath });
  const ran = (stepPath: string): Told[] => [{ type: 'stepStarted', stepPath }, completed(stepPath)];
  const done = [completed('row/a'), completed('row/b'), { type: 'compensationStarted', stepPath: 'row' } as const];
  const over: Told = { type: 'compensationCompleted', stepPath: 'row' };
  const check = (events: Told[], status = 'failed', left = false) => checkUndoing(root, ended(status, events), { left });

  it('is all of it, the newest first, each once', () => {
    expect(check([...done, ...ran('row/b/unb'), ...ran('row/a/una'), over])).toEqual([]);
    expect(check([...done, ...ran('row/a/una'), ...ran('row/b/unb'), over])).not.toEqual([]);
    expect(check([...done, ...ran('row/b/unb'), over])).not.toEqual([]);
    expect(check([...done, ...ran('row/b/unb'), ...ran('row/b/unb'), ...ran('row/a/una'), over])).not.toEqual([]);
    expect(check([completed('row/a')], 'cancelled')).not.toEqual([]);
  });

  it('or the feed says what was left; nothing of what completed, and any part of what was terminated', () => {
    const failed = (notStarted: string[]): Told => ({ type: 'compensationFailed', stepPath: 'row', notStarted });
    const begun: Told = { type: 'stepStarted', stepPath: 'row/b/unb' };
    expect(check([...done, begun, failed(['row/a'])])).toEqual([]);
    expect(check([...done, begun, failed([])])).not.toEqual([]);
    expect(check([...done, ...ran('row/b/unb')], 'completed')).not.toEqual([]);
    expect(check([...done, ...ran('row/b/unb')], 'failed', true)).toEqual([]);
  });
});

const letter = (kind: string, id = kind): HistoryEntry => ({ letter: { id, kind, number: 1, about: 'chat' } }) as HistoryEntry;
const call = (callId: string): HistoryEntry => ({ callId, thread: 'chat' });

it('no call begins between a pause and the resume', () => {
  expect(checkPauses([call('m1'), letter('pause'), letter('resume'), call('m2')])).toEqual([]);
  expect(checkPauses([call('m1'), letter('pause'), call('m2'), letter('resume')])).toEqual(['began m2 while it was paused']);
  expect(checkPauses([call('m1'), letter('pause'), { cancel: true }, call('undo:m1')])).toEqual([]);
  expect(checkPauses([letter('pause'), call('m1'), { cancel: true }])).toEqual(['began m1 while it was paused']);
});

it('an accepted message is heard once, or told as unheard because it came too late', () => {
  const { messages } = createAccepted();
  messages.set('Hello', { executionId: 'e', stepPath: 'chat', id: 'l1' });
  const inTime = [call('m1'), letter('message', 'l1'), call('m2')];
  const late = [call('m1'), call('m2'), letter('message', 'l1'), call('m2')];
  const unheard: Told = { type: 'messageUnheard', messageId: 'l1' };
  const hello = { text: 'Hello' };
  expect(checkMessages(inTime, ended('completed', [], [hello]), messages)).toEqual([]);
  expect(checkMessages(late, ended('completed', [unheard]), messages)).toEqual([]);
  expect(checkMessages(late, ended('cancelled', []), messages)).toEqual([]);
  expect(checkMessages(late, ended('completed', []), messages)).not.toEqual([]);
  expect(checkMessages(inTime, ended('completed', [unheard]), messages)).not.toEqual([]);
  expect(checkMessages(inTime, ended('completed', [], [hello, hello]), messages)).not.toEqual([]);
});

it('an event is taken by one wait at most', () => {
  const { events } = createAccepted();
  events.set('one', { executionId: 'e' });
  const took = (text: string): Told => ({ type: 'stepCompleted', stepType: 'wait', output: { text } });
  expect(checkEvents(ended('completed', [took('one')]), events)).toEqual([]);
  expect(checkEvents(ended('completed', [took('one'), took('one')]), events)).not.toEqual([]);
});
