import { toSeed } from './to-seed';

export interface Subject {
  agent: string;
  /** Answers before this one. */
  round: number;
  topic: string;
  /** The tool's message that came just before, if one did. */
  result?: { tool: string; text: string };
}

type Compose = (topic: string, pick: (sentences: string[]) => string) => string[];

/** Paragraphs by what the agent's name says that it does; the last entry takes everyone else. */
const SCRIPTS: [name: RegExp, compose: Compose][] = [
  [/research|analy|scout|find/i, composeResearch],
  [/review|edit|critic|check/i, composeReview],
  [/writ|author|draft|copy/i, composeDraft],
  [/./s, composeRemark],
];

/** The scripted model's answer: at most three paragraphs, labelled as scripted, about the topic, the same each time. */
export function composeText({ agent, round, topic, result }: Subject): string {
  const seed = toSeed(`${agent}\n${round}\n${topic}`);
  const pick = (sentences: string[]) => sentences[seed % sentences.length] ?? '';
  const compose = SCRIPTS.find(([name]) => name.test(agent))?.[1] ?? composeRemark;
  const [opening = '', ...others] = compose(topic, pick);
  const again = round === 0 || result !== undefined ? '' : ` This is my answer number ${round + 1}, so I keep to what is new.`;
  const learned = result === undefined ? [] : [`From ${result.tool} I have this: ${toQuote(result.text)} I take it into account below.`];
  return [`[scripted] ${opening}${again}`, ...learned, ...others].slice(0, 3).join('\n\n');
}

function composeResearch(topic: string, pick: (sentences: string[]) => string): string[] {
  return [
    `Here is what I gathered on “${topic}”. ${pick([
      'Three threads run through it: how it began, how it works today, and what people argue about.',
      'Most of what is known comes from practice, and practice is younger than it looks.',
      'The question is older than its current name, and that helps: there is something to compare with.',
    ])} I kept only points that a reader could check.`,
    `First, scale: small trials outnumber large ones, and they do not agree. Second, cost: the visible part is rarely the largest. Third, people: it goes well where those concerned were asked early. ${pick(
      [
        'The weakest evidence is on long-term effects.',
        'The best-documented cases are also the luckiest ones.',
        'Where numbers exist, their spread says more than their mean.',
      ],
    )}`,
    'Open points for the writer: name one concrete example, say what would change the conclusion, and keep the numbers apart from the opinions.',
  ];
}

function composeDraft(topic: string, pick: (sentences: string[]) => string): string[] {
  return [
    `“${topic}” sounds like a matter for specialists. ${pick([
      'It is not: almost everyone meets it on an ordinary Tuesday.',
      'Look closer, and it is a story about choices that someone made quite deliberately.',
      'Yet the heart of it fits into one sentence: small steps, taken early, beat large ones taken late.',
    ])}`,
    'The findings point one way. What works was tried small first, measured honestly and changed without drama. What failed was announced large. Between the two lies most of the cost, and nearly all of the surprise.',
    `So begin with one example, write down beforehand what success would look like, and decide in advance when to stop. ${pick([
      'That is less exciting than a revolution, and it lasts longer.',
      'The rest is patience, which is cheaper than it seems.',
      'Whoever does that will have something to show by the end of the season.',
    ])}`,
  ];
}

function composeReview(topic: string, pick: (sentences: string[]) => string): string[] {
  return [
    `I read the text on “${topic}” twice, once as a newcomer and once as a sceptic. ${pick([
      'The line of thought holds, and the tone is right.',
      'It is clear and short, and it does not promise more than it shows.',
      'The structure carries: each paragraph does one thing.',
    ])}`,
    `Two remarks. The middle part speaks of cost without a figure; one would do. ${pick([
      'And the example comes late: moved to the top, it would carry the reader.',
      'And “what failed” deserves half a sentence on why.',
      'And the last paragraph could name who should begin.',
    ])}`,
    'Verdict: good to publish after these changes. Nothing in it is wrong, and nothing needs to be longer.',
  ];
}

function composeRemark(topic: string, pick: (sentences: string[]) => string): string[] {
  return [
    `About “${topic}”: ${pick([
      'the useful question is what would be different if it went well.',
      'it helps to separate what is urgent from what is merely loud.',
      'the simplest version that could work deserves the first try.',
    ])} I would begin with a small step that can be taken back.`,
    'Then look at what happened, write it down in two lines, and only then decide about the next step. That keeps the effort in proportion and leaves a trail that others can follow.',
  ];
}

/** One line of about 200 characters at most. */
function toQuote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 200 ? `${line}.`.replace(/([.!?])\.$/, '$1') : `${[...line].slice(0, 200).join('')}…`;
}
