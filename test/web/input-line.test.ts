import { toInputLine } from '../../web/src/features/executions/model/input-line';

describe('what an execution is about', () => {
  it('is the text of its input, or the texts in it, in one line that ends somewhere', () => {
    expect(toInputLine('  The\nsea ')).toBe('The sea');
    expect(toInputLine({ topic: 'The sea', words: 12, tone: { calm: true } })).toBe('The sea · 12 · {"calm":true}');
    expect(toInputLine('long '.repeat(1_000)).length).toBeLessThanOrEqual(200);
    expect([toInputLine(null), toInputLine({})]).toEqual(['', '']);
  });
});
