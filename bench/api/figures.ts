import { median } from '../metrics';

/** One line of the result. */
export interface Figure {
  title: string;
  unit: string;
  value: number;
  /** What it is compared with, and the ratio of the two: the median of the rounds' own ratios. */
  beside?: { title: string; value: number };
  ratio?: number;
  /** Bounds of the ratio if there is one, else of the value. */
  atMost?: number;
  atLeast?: number;
}

type Bounds = Pick<Figure, 'atMost' | 'atLeast'>;

/** A figure of several rounds, beside another of the same rounds. */
export function toCompared(
  about: Pick<Figure, 'title' | 'unit'> & { beside: string },
  rounds: { value: number; beside: number }[],
  bounds: Bounds = {},
): Figure {
  return {
    title: about.title,
    unit: about.unit,
    value: middle(rounds.map(({ value }) => value)),
    beside: { title: about.beside, value: middle(rounds.map(({ beside }) => beside)) },
    ratio: middle(rounds.map(({ value, beside }) => value / beside)),
    ...bounds,
  };
}

/** For people: the figure, what it is beside, and whether it is within its bounds. */
export function toLine(figure: Figure): string {
  const { title, unit, value, beside, ratio, atMost, atLeast } = figure;
  const bound = atMost !== undefined ? ` (at most ${atMost})` : atLeast !== undefined ? ` (at least ${atLeast})` : '';
  const compared = beside && ratio !== undefined ? `; ${format(beside.value)} ${beside.title}; ratio ${ratio.toFixed(2)}` : '';
  return `  ${verdictOf(figure)} ${title}: ${format(value)} ${unit}${compared}${bound}`;
}

/** Undefined when there is nothing to meet. */
export function isMet({ value, ratio, atMost, atLeast }: Figure): boolean | undefined {
  if (atMost === undefined && atLeast === undefined) return undefined;
  const measured = ratio ?? value;
  return measured <= (atMost ?? Number.POSITIVE_INFINITY) && measured >= (atLeast ?? Number.NEGATIVE_INFINITY);
}

/** In six columns: `ok`, `MISSED`, or nothing where there is nothing to meet. */
export function verdictOf(figure: Figure): string {
  const met = isMet(figure);
  return (met === undefined ? '' : met ? 'ok' : 'MISSED').padEnd(6);
}

function middle(values: number[]): number {
  return median(values) ?? Number.NaN;
}

function format(value: number): string {
  return value.toFixed(Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1);
}
