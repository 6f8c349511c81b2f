import type { Step } from '@client';

/** A box of the drawing; `x` and `y` are within its parent, in px. */
export interface Box {
  /** The step's path in the definition, or a participant's: the step's path, a slash, its id. */
  id: string;
  kind: 'leaf' | 'pattern' | 'chat' | 'participant';
  step: Step;
  /** Of a participant. */
  participant?: string;
  /** When it is taken, for the case of a route. */
  caption?: string;
  parentId?: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  id: string;
  from: string;
  to: string;
  /** `next`: after it comes; `route`: it may hand over to. */
  kind: 'next' | 'route';
  /** The way back too. */
  both?: true;
}

/** Boxes, parents before what is in them, and the arrows between them. */
export interface Drawing {
  boxes: Box[];
  arrows: Arrow[];
}
