import type { StepSummary } from '../../../contracts/entities';

/** The types of events that are counted. */
export const STEP_EVENTS = ['stepStarted', 'stepCompleted', 'stepFailed', 'stepCancelled', 'superstepCommitted'] as const;

/** What a turn of a chat is called: it has no events of its own but the superstep that it closes. */
export const TURN = 'turn';

/** What is read of an event for it to be counted; `id` is `<path> <type>`. */
export interface StepEvent {
  seq: number;
  id: string;
  type: (typeof STEP_EVENTS)[number];
  at: string;
  /** Of `stepStarted`. */
  stepType: string | null;
}

/** A step that has begun and not ended. */
export interface OpenStep {
  path: string;
  stepType: string;
  seq: number;
  at: string;
}

interface Moment {
  seq: number;
  at: string;
}

/** All steps of one place in the definition, or all turns of a participant. */
interface Place {
  repeats: boolean;
  stepType: string;
  counts: Record<StepEvent['type'], number>;
  first: Moment;
  last: Moment;
  firstTurn: Moment;
  /** By who hands over, then to whom. */
  handoffs: Map<string, Map<string, number>>;
}

/**
 * The steps of an execution counted as its feed is read, event by event: places by path without repetition numbers,
 * and which steps are open. It grows with the definition and with what runs at the same time, not with the feed.
 */
export class StepTally {
  private readonly places = new Map<string, Place>();
  private readonly opened = new Map<string, OpenStep>();
  /** Who spoke last in each handoff that is open. */
  private readonly speakers = new Map<string, string>();

  /** In the order of the feed, each once. */
  add(event: StepEvent): void {
    const { id, type, seq, at } = event;
    const path = id.slice(0, -type.length - 1);
    const place = this.placeOf(path, event);
    place.counts[type] += 1;
    if (type === 'stepStarted') {
      const stepType = event.stepType ?? '';
      if (place.counts.stepStarted === 1) Object.assign(place, { stepType, first: { seq, at } });
      this.opened.set(path, { path, stepType, seq, at });
    } else if (type === 'superstepCommitted') {
      this.addTurn(path);
      if (place.counts.stepStarted === 0) place.last = { seq, at };
    } else {
      place.last = { seq, at };
      this.opened.delete(path);
      this.speakers.delete(path);
    }
  }

  /** Steps that have begun and not ended, in the order in which they began. */
  get open(): OpenStep[] {
    return [...this.opened.values()];
  }

  /** Every place whose path `isWanted`; a place without a step that has begun is left out. */
  summaries(isWanted: (path: string) => boolean = () => true): StepSummary[] {
    return [...this.places].flatMap(([path, place]) => (isWanted(path) ? (toSummary(path, place) ?? []) : []));
  }

  private placeOf(path: string, { seq, at }: StepEvent): Place {
    const plain = toPlainPath(path);
    const known = this.places.get(plain);
    if (known !== undefined) {
      known.repeats ||= plain !== path;
      return known;
    }
    const here = { seq, at };
    const counts = { stepStarted: 0, stepCompleted: 0, stepFailed: 0, stepCancelled: 0, superstepCommitted: 0 };
    const place = { repeats: plain !== path, stepType: TURN, counts, first: here, last: here, firstTurn: here, handoffs: new Map() };
    this.places.set(plain, place);
    return place;
  }

  /** A participant of a handoff speaks after another only because that one has handed over. */
  private addTurn(path: string): void {
    const end = path.lastIndexOf('/');
    const around = path.slice(0, Math.max(0, end));
    if (this.opened.get(around)?.stepType !== 'handoff') return;
    const speaker = toPlainPath(path.slice(end + 1));
    const before = this.speakers.get(around);
    this.speakers.set(around, speaker);
    const handoffs = this.places.get(toPlainPath(around))?.handoffs;
    if (before === undefined || handoffs === undefined) return;
    const to = handoffs.get(before) ?? new Map<string, number>();
    handoffs.set(before, to.set(speaker, (to.get(speaker) ?? 0) + 1));
  }
}

function toSummary(path: string, { repeats, stepType, counts, first, last, firstTurn, handoffs }: Place): StepSummary | null {
  const { stepStarted, stepCompleted, stepFailed, stepCancelled, superstepCommitted } = counts;
  const isTurn = stepStarted === 0;
  if (isTurn && superstepCommitted === 0) return null;
  const begun = isTurn ? superstepCommitted : stepStarted;
  const completed = isTurn ? superstepCommitted : stepCompleted;
  const [failed, cancelled] = isTurn ? [0, 0] : [stepFailed, stepCancelled];
  const begin = isTurn ? firstTurn : first;
  return {
    path,
    stepType,
    repeats,
    begun,
    completed,
    failed,
    cancelled,
    seq: begin.seq,
    startedAt: begin.at,
    endedAt: completed + failed + cancelled < begun ? null : last.at,
    ...(stepType === 'handoff' && {
      handoffs: [...handoffs].flatMap(([from, all]) => [...all].map(([to, times]) => ({ from, to, times }))),
    }),
  };
}

/** A path without the numbers of repetitions. */
function toPlainPath(path: string): string {
  return path.includes('#') ? path.replaceAll(/#\d+/g, '') : path;
}
