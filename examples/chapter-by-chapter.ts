import type { Examples } from './examples';
import { oneText } from './one-text';

const outliner = {
  name: 'Report outliner',
  description: 'Divides a subject into chapters.',
  instructions:
    'You plan a short report. Divide the subject into three to six chapters that do not overlap and together leave nothing ' +
    'important out. Give each as one line: its title, a colon, and what it has to say.',
  output: {
    type: 'object',
    properties: {
      chapters: {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        minItems: 3,
        maxItems: 6,
        description: 'In the order of reading',
      },
    },
    required: ['chapters'],
    additionalProperties: false,
  },
};

const chapterWriter = {
  name: 'Chapter writer',
  description: 'Writes one chapter of a report.',
  instructions:
    'You write one chapter of a report that others write the rest of. Begin with its title as a Markdown heading of level 2, ' +
    'then about 150 words. Keep to your chapter, and say so where you are not sure.',
};

const forewordWriter = {
  name: 'Foreword author',
  description: 'Writes the foreword of a report.',
  instructions:
    'You get a finished report. Write its foreword: a title as a Markdown heading of level 1, then three sentences on what readers will know afterwards.',
};

/** `map`: as many chapters as the outline has, written at the same time; the report is kept as a file. */
export const chapterByChapter: Examples = {
  agents: [outliner, chapterWriter, forewordWriter],
  workflows: [
    {
      name: 'Report chapter by chapter',
      description: 'Plans a report, writes all its chapters at the same time, adds a foreword and keeps it as report.md.',
      inputSchema: oneText({
        name: 'topic',
        title: 'Subject',
        description: 'What the report is about',
        example: 'How tide mills worked, and why they vanished',
      }),
      root: {
        id: 'report',
        type: 'sequential',
        steps: [
          { id: 'outline', type: 'agent', name: 'Outline', agent: outliner.name },
          {
            id: 'chapters',
            type: 'map',
            name: 'Chapters',
            over: 'steps.outline.data.chapters',
            as: 'chapter',
            maxParallel: 3,
            body: {
              id: 'write',
              type: 'agent',
              name: 'Write',
              agent: chapterWriter.name,
              input: '{{ chapter }}\n\nThis is chapter {{ index | plus: 1 }} of a report on: {{ input.topic }}',
            },
          },
          { id: 'foreword', type: 'agent', name: 'Foreword', agent: forewordWriter.name },
          {
            id: 'keep',
            type: 'tool',
            name: 'Keep',
            tool: 'write_artifact',
            arguments: { name: 'report.md', text: '{{ steps.foreword.text }}\n\n{{ steps.chapters.text }}\n', mediaType: 'text/markdown' },
          },
        ],
      },
    },
  ],
  start: [],
};
