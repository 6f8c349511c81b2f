import { EMPTY_VIEW, type Step } from '../../client';
import type { Box } from '../../web/src/components/graph/drawing';
import { toDrawing } from '../../web/src/components/graph/to-drawing';
import { toViewport } from '../../web/src/components/graph/to-viewport';
import { isAhead } from '../../web/src/features/execution/model/graph/is-ahead';
import { toPlainPath, toShownState, toStepCounts } from '../../web/src/features/execution/model/graph/step-counts';
import { toTurns, turnsFromTotals } from '../../web/src/features/execution/model/graph/turns';
import { NO_USAGE } from '../client/fakes/events';
import { foldFeed } from './fold-feed';

const agent = (id: string): Step => ({ id, type: 'agent', agent: id });
const participants = [
  { id: 'a', agent: 'A' },
  { id: 'b', agent: 'B' },
  { id: 'c', agent: 'C' },
];
const ROOT: Step = {
  id: 'root',
  type: 'sequential',
  steps: [
    { id: 'lanes', type: 'concurrent', branches: [agent('x'), agent('y')], onFailure: 'fail', aggregate: { type: 'collect' } },
    { id: 'chat', type: 'groupChat', participants, manager: { type: 'roundRobin' }, maxRounds: 3 },
    { id: 'desk', type: 'handoff', participants, start: 'a', routes: { a: ['b', 'c'], b: ['a'] }, maxHandoffs: 3 },
    { id: 'way', type: 'route', cases: [{ when: 'input == "1"', step: agent('one') }], otherwise: agent('other') },
  ],
};

const overlap = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the drawing of a workflow', () => {
  const { boxes, arrows } = toDrawing(ROOT);
  const box = (id: string) => boxes.find((one) => one.id === id) as Box;

  it('has every step and participant once, parents first, each within its parent and none over another', () => {
    expect(new Set(boxes.map(({ id }) => id)).size).toBe(boxes.length);
    expect(boxes).toHaveLength(1 + 4 + 2 + 3 + 3 + 2);
    for (const [index, one] of boxes.entries()) {
      if (one.parentId === undefined) continue;
      const parent = box(one.parentId);
      expect(boxes.indexOf(parent)).toBeLessThan(index);
      expect([one.x >= 0, one.y >= 0, one.x + one.width <= parent.width, one.y + one.height <= parent.height]).toEqual([
        true,
        true,
        true,
        true,
      ]);
      const siblings = boxes.filter((other) => other.parentId === one.parentId && other !== one);
      expect(siblings.filter((other) => overlap(one, other)).map(({ id }) => id)).toEqual([]);
    }
  });

  it('draws a sequence downwards, branches beside each other, and routes with their way back', () => {
    expect(box('root/lanes').y).toBeLessThan(box('root/chat').y);
    expect(box('root/lanes/x').y).toBe(box('root/lanes/y').y);
    expect(arrows.filter(({ kind }) => kind === 'next').map(({ id }) => id)).toEqual([
      'root/lanes root/chat',
      'root/chat root/desk',
      'root/desk root/way',
    ]);
    expect(arrows.filter(({ kind }) => kind === 'route').map(({ id, both }) => [id, both])).toEqual([
      ['root/desk/a root/desk/b', true],
      ['root/desk/a root/desk/c', undefined],
    ]);
    expect([box('root/way/one').caption, box('root/way/other').caption]).toEqual(['if input == "1"', 'otherwise']);
  });
});

describe('what the drawing shows of an execution', () => {
  it('counts repetitions of a step together, and running wins', () => {
    const view = foldFeed([
      { type: 'stepStarted', stepPath: 'loop', stepType: 'loop' },
      { type: 'stepStarted', stepPath: 'loop/body#1', stepType: 'agent' },
      { type: 'stepCompleted', stepPath: 'loop/body#1', stepType: 'agent' },
      { type: 'stepStarted', stepPath: 'loop/body#2', stepType: 'agent' },
    ]);
    const counts = toStepCounts(view.steps);
    expect(counts.get('loop/body')).toMatchObject({ begun: 2, running: 1, completed: 1 });
    expect(toShownState(counts.get('loop/body'), false)).toBe('running');
    expect([toShownState(undefined, false), toShownState(undefined, true)]).toEqual(['planned', 'skipped']);
  });

  it.each(['loop', 'map'])('shows what the running round of a loop has still to do, not what the round before did (%s)', (stepType) => {
    const began = (stepPath: string, type: string) => ({ type: 'stepStarted' as const, stepPath, stepType: type as 'agent' });
    const { steps } = foldFeed([
      began('again', stepType),
      began('again/body#1', 'sequential'),
      began('again/body#1/write', 'agent'),
      began('again/body#1/judge', 'agent'),
      began('again/body#2', 'sequential'),
      began('again/body#2/write', 'agent'),
    ]);
    const newest = new Map([...steps.keys()].map((path) => [toPlainPath(path), path]));
    const ahead = ['again', 'again/body', 'again/body/write', 'again/body/judge'].filter((id) => isAhead(id, newest, { steps }));
    expect(ahead).toEqual(stepType === 'loop' ? ['again/body/judge'] : []);
  });

  it('counts messages and handoffs of participants over their turns', () => {
    const said = (index: number, turn: string) => ({
      type: 'messageAdded' as const,
      stepPath: `desk/${turn}`,
      message: { id: `desk/${index}`, thread: 'desk', index, seq: 0, role: 'assistant' as const, text: 't', at: '' },
    });
    const handedOver = { callId: 'desk/a#1:t1.1', tool: 'handoff_to_b', stepPath: 'desk/a#1' };
    const { said: counts, handedOver: made } = toTurns(
      foldFeed([
        { type: 'stepStarted', stepPath: 'desk', stepType: 'handoff' },
        said(1, 'a#1'),
        { type: 'toolCalled', ...handedOver, arguments: {} },
        { type: 'toolCompleted', ...handedOver, result: null },
        said(2, 'b#1'),
        said(3, 'a#2'),
      ]),
    );
    expect([...counts]).toEqual([
      ['desk/a', 2],
      ['desk/b', 1],
    ]);
    expect([...made]).toEqual([['desk/a desk/b', 1]]);
    const counted = { repeats: false, completed: 0, failed: 0, cancelled: 0, seq: 1, startedAt: '', endedAt: null };
    const totals = [
      { ...counted, path: 'all/desk', stepType: 'handoff', begun: 1, handoffs: [{ from: 'a', to: 'b', times: 4_711 }] },
      { ...counted, path: 'all/desk/a', stepType: 'turn', begun: 4_712 },
    ];
    const far = turnsFromTotals(totals, EMPTY_VIEW);
    expect([[...far.handedOver], [...far.said]]).toEqual([[['all/desk/a all/desk/b', 4_711]], [['all/desk/a', 4_712]]]);
    // The server does not know yet who speaks behind the newest.
    const handing = { callId: 'all/desk/a#9:t1.1', tool: 'handoff_to_b', stepPath: 'all/desk/a#9' };
    const events = [
      { type: 'toolCalled' as const, ...handing, arguments: {} },
      { type: 'toolCompleted' as const, ...handing, result: null },
      { type: 'superstepCommitted' as const, stepPath: 'all/desk/a#9', superstep: 90, usage: NO_USAGE },
    ];
    const over = { type: 'superstepCommitted' as const, stepPath: 'all/desk/b#9', superstep: 91, usage: NO_USAGE };
    expect([...turnsFromTotals(totals, foldFeed(events)).handedOver.values()]).toEqual([4_712]);
    expect([...turnsFromTotals(totals, foldFeed([...events, over])).handedOver.values()]).toEqual([4_711]);
  });
});

describe('how a drawing is first seen', () => {
  const window = { width: 800, height: 600 };

  it('is whole and in the middle, never larger than drawn, where it can be read so', () => {
    expect(toViewport(window, { width: 400, height: 300 })).toEqual({ x: 200, y: 150, zoom: 1 });
    expect(toViewport(window, { width: 400, height: 710 })).toEqual({ x: 240, y: 16, zoom: 568 / 710 });
  });

  it('is as small as can be read, from its beginning or where somebody works, if it is too large', () => {
    const large = { width: 400, height: 2_000 };
    expect(toViewport(window, large)).toEqual({ x: 260, y: 16, zoom: 0.7 });
    expect(toViewport(window, large, { x: 200, y: 1_000 }).y).toBeCloseTo(300 - 700);
    expect(toViewport(window, large, { x: 200, y: 2_000 }).y).toBeCloseTo(600 - 16 - 1_400);
  });
});
