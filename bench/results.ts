import { METRICS, type Metric, median, type Sample } from './metrics';
import type { Shape, Target } from './shapes';
import { SUBJECT_NAMES, type SubjectName } from './subject';

/** One subject's rounds of one shape. */
export type Samples = Record<SubjectName, Sample[]>;

/** Medians over the rounds; ratios are medians of each round's own ratio, for a busy machine slows both of a round. */
export interface ShapeResult {
  id: string;
  title: string;
  figures: Record<Metric, Record<SubjectName, number | null>>;
  /** Ours to bare without a transcript, and to bare with it. */
  ratios: Record<Metric, { bare: number | null; bareWithTranscript: number | null }>;
  targets: TargetResult[];
}

export interface TargetResult extends Target {
  measured: number | null;
  met: boolean;
}

export function toShapeResult({ id, title, targets }: Shape, samples: Samples): ShapeResult {
  const figures = forEachMetric((metric) => {
    const of = (subject: SubjectName) => median(samples[subject].map((sample) => sample[metric]));
    return Object.fromEntries(SUBJECT_NAMES.map((subject) => [subject, of(subject)])) as Record<SubjectName, number | null>;
  });
  const ratios = forEachMetric((metric) => ({
    bare: medianRatio(metric, samples.ours, samples.bare),
    bareWithTranscript: medianRatio(metric, samples.ours, samples.bareWithTranscript),
  }));
  const judged = targets.map((target): TargetResult => {
    const { metric } = target;
    const measured = { figure: figures[metric].ours, ratio: ratios[metric].bare, ratioWithTranscript: ratios[metric].bareWithTranscript }[
      target.of
    ];
    return { ...target, measured, met: isWithin(measured, target) };
  });
  return { id, title, figures, ratios, targets: judged };
}

function medianRatio(metric: Metric, ours: Sample[], bare: Sample[]): number | null {
  return median(
    ours.map((sample, round) => {
      const [a, b] = [sample[metric], bare[round]?.[metric] ?? null];
      return a === null || b === null || b === 0 ? null : a / b;
    }),
  );
}

function isWithin(measured: number | null, { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }: Target): boolean {
  return measured !== null && measured <= atMost && measured >= atLeast;
}

function forEachMetric<T>(of: (metric: Metric) => T): Record<Metric, T> {
  return Object.fromEntries((Object.keys(METRICS) as Metric[]).map((metric) => [metric, of(metric)])) as Record<Metric, T>;
}
