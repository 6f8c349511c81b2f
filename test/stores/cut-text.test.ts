import fc from 'fast-check';
import { cutText } from '../../stores/cut-text';

it('cuts a text to its limit and says so, never within a surrogate pair', () => {
  expect(cutText('abc', 3)).toEqual({ text: 'abc' });
  expect(cutText('abcd', 3)).toEqual({ text: 'abc', truncated: true });
  expect(cutText('ab😀', 3)).toEqual({ text: 'ab', truncated: true });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
      const cut = cutText(text, limit);
      expect(text.startsWith(cut.text)).toBe(true);
      expect(cut.text.length).toBeLessThanOrEqual(limit);
      expect(cut.truncated === true).toBe(text.length > limit);
      expect(() => encodeURIComponent(cut.text)).not.toThrow();
    }),
  );
});
