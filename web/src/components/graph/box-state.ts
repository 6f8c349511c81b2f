import type { ReactNode } from 'react';
import type { ShownState } from '../step-icon';

/** How a box of a drawing stands in an execution; a definition's graph has none. */
export interface BoxState {
  shown: ShownState;
  /** How often the step has begun. */
  begun: number;
  /** Of what repeats in it. */
  inner?: { begun: number; completed: number };
  /** What it is doing just now. */
  activity?: string;
  /** The step's name with a way to what it said, once it has begun. */
  title?: ReactNode;
  /** Messages that a participant has said, and whether it is speaking now. */
  said: number;
  speaking: boolean;
}

/** How an arrow stands: taken or not, and how many handoffs went along it. */
export interface ArrowState {
  used: boolean;
  /** The way back, of an arrow that leads both ways. */
  usedBack: boolean;
  made: number;
}
