import type { StepView, StreamingCall, TranscriptEntry } from '../../client';
import { toTranscriptGroups } from '../../web/src/features/execution/model/transcript-groups';

const entry = (id: string, stepPath: string): TranscriptEntry => ({ type: 'tool', id, stepPath });
const streaming = (callId: string, stepPath: string): [string, StreamingCall] => [
  callId,
  { callId, attempt: 1, stepPath, agent: 'Writer', text: '', end: 0, state: 'streaming' },
];

const step = (path: string): [string, StepView] => [
  path,
  { path, type: 'groupChat', state: 'running', startedAt: '', endedAt: null, output: null, error: null },
];

describe('the transcript', () => {
  it('is grouped by step, in the order in which the steps began to speak', () => {
    const groups = toTranscriptGroups({
      steps: new Map(),
      transcript: [entry('1', 'a'), entry('2', 'a'), entry('3', 'b'), entry('4', 'a')],
      streaming: new Map(),
    });
    expect(groups.map(({ stepPath, entries }) => [stepPath, entries.map(({ id }) => id)])).toEqual([
      ['a', ['1', '2', '4']],
      ['b', ['3']],
    ]);
  });

  it('has text in flight at the end of its own step, or in a step of its own', () => {
    const groups = toTranscriptGroups({
      steps: new Map(),
      transcript: [entry('1', 'a'), entry('2', 'b')],
      streaming: new Map([streaming('a:m2', 'a'), streaming('c:m1', 'c')]),
    });
    expect(groups.map(({ stepPath, streaming: calls }) => [stepPath, calls.map(({ callId }) => callId)])).toEqual([
      ['a', ['a:m2']],
      ['b', []],
      ['c', ['c:m1']],
    ]);
  });

  it('keeps the turns of a chat together', () => {
    const groups = toTranscriptGroups({
      steps: new Map([step('talk')]),
      transcript: [entry('1', 'talk/ada#1'), entry('2', 'talk/bob#1')],
      streaming: new Map([streaming('talk/ada#2:m1', 'talk/ada#2')]),
    });
    expect(groups.map(({ stepPath, entries, streaming: calls }) => [stepPath, entries.length, calls.length])).toEqual([['talk', 2, 1]]);
  });
});
