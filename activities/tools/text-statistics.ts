import type { ToolDefinition } from '../../contracts/ports/tool';

const WORDS_PER_MINUTE = 230;

/** Counts what an editor asks about a text. */
export function createTextStatistics(): ToolDefinition {
  return {
    id: 'text_statistics',
    description: 'Counts the characters, words, sentences and paragraphs of a text and its reading time in minutes.',
    inputSchema: {
      type: 'object',
      properties: { text: { type: 'string', description: 'The text to measure.', maxLength: 200_000 } },
      required: ['text'],
      additionalProperties: false,
    },
    repeat: 'pure',
    async run({ text }) {
      const content = String(text);
      const words = count(new Intl.Segmenter('en', { granularity: 'word' }).segment(content), (part) => part.isWordLike === true);
      const sentences = count(new Intl.Segmenter('en', { granularity: 'sentence' }).segment(content), (part) => part.segment.trim() !== '');
      return {
        characters: [...content].length,
        words,
        sentences,
        paragraphs: content.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '').length,
        readingMinutes: Math.round((words / WORDS_PER_MINUTE) * 10) / 10,
      };
    },
  };
}

function count(segments: Iterable<Intl.SegmentData>, matches: (part: Intl.SegmentData) => boolean): number {
  let found = 0;
  for (const part of segments) if (matches(part)) found++;
  return found;
}
