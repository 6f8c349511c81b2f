import fc from 'fast-check';
import { cutBytes } from '../../stores/cut-bytes';

it('cuts a text to its limit in bytes of UTF-8 and says so, never within a character', () => {
  expect(cutBytes('abc', 3)).toEqual({ text: 'abc' });
  expect(cutBytes('abcd', 3)).toEqual({ text: 'abc', truncated: true });
  expect(cutBytes('abé', 3)).toEqual({ text: 'ab', truncated: true });
  expect(cutBytes('€😀', 7)).toEqual({ text: '€😀' });
  expect(cutBytes('€😀', 6)).toEqual({ text: '€', truncated: true });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
      const cut = cutBytes(text, limit);
      expect(text.startsWith(cut.text)).toBe(true);
      expect(Buffer.byteLength(cut.text)).toBeLessThanOrEqual(limit);
      expect(cut.truncated === true).toBe(Buffer.byteLength(text) > limit);
      expect(() => encodeURIComponent(cut.text)).not.toThrow();
    }),
  );
});
