import { METRICS, type Metric } from './metrics';
import type { ShapeResult, TargetResult } from './results';
import type { Target } from './shapes';

const HEADER = ['', 'ours', 'bare', 'bare+transcript', 'ours : bare', 'ours : bare+transcript'];

const SUFFIX = { figure: '', ratio: ', ours : bare', ratioWithTranscript: ', ours : bare+transcript' } as const satisfies Record<
  Target['of'],
  string
>;

/** The result of a shape for people: one line a metric, then its targets. */
export function toTable({ title, figures, ratios, targets }: ShapeResult): string {
  const rows = (Object.keys(METRICS) as Metric[])
    .filter((metric) => figures[metric].ours !== null)
    .map((metric) => {
      const { title: name, digits } = METRICS[metric];
      const { ours, bare, bareWithTranscript } = figures[metric];
      return [
        name,
        ...[ours, bare, bareWithTranscript].map((figure) => format(figure, digits)),
        ...[ratios[metric].bare, ratios[metric].bareWithTranscript].map((ratio) => format(ratio, 2)),
      ];
    });
  return [title, ...align([HEADER, ...rows]), ...targets.map(toVerdict), ''].join('\n');
}

function toVerdict({ metric, of, atMost, atLeast, measured, met }: TargetResult): string {
  const bound = atMost === undefined ? `at least ${format(atLeast ?? null, 2)}` : `at most ${format(atMost, 2)}`;
  const what = `${METRICS[metric].title}${SUFFIX[of]}`;
  return `  ${met ? 'ok    ' : 'MISSED'} ${what}: ${format(measured, 2)} (${bound})`;
}

function format(figure: number | null, digits: number): string {
  return figure === null ? '–' : figure.toFixed(digits);
}

function align(rows: string[][]): string[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    (row) => `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}`,
  );
}
