import type { PlanStep } from '../../contracts/plan';
import type { Pattern } from '../runtime/run-step';
import { agent } from './agent';
import { approval } from './approval';
import { concurrent } from './concurrent';
import { groupChat } from './group-chat';
import { handoff } from './handoff';
import { loop } from './loop';
import { magentic } from './magentic';
import { map } from './map';
import { route } from './route';
import { sequential } from './sequential';
import { tool } from './tool';
import { wait } from './wait';
import { workflow } from './workflow';

/** Every type of step and what runs it; the compiler insists that none is missing. */
export const PATTERNS: { [T in PlanStep['type']]: Pattern<T> } = {
  agent,
  tool,
  sequential,
  concurrent,
  groupChat,
  handoff,
  magentic,
  route,
  loop,
  map,
  workflow,
  wait,
  approval,
};
