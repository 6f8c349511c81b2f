import type { ExecutionView } from '@client';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { findStepPath } from '../model/find-step-path';
import { findGroupOf, fromStepAnchor, type TranscriptGroup, toStepAnchor } from '../model/transcript-groups';

/**
 * Scrolls to the step that the address names, once for each time that it is asked for and as soon as something of it is
 * there: a turn of a chat leads to the chat. Gives the path of one that has not begun; null when there is none such.
 */
export function useStepInAddress(groups: readonly TranscriptGroup[], steps: ExecutionView['steps']): string | null {
  const { hash, key } = useLocation();
  const done = useRef<string | null>(null);
  const path = fromStepAnchor(hash);
  const stepPath = path === null ? null : findStepPath(steps, path);
  const group = stepPath === null ? null : findGroupOf(groups, stepPath);
  useEffect(() => {
    if (group === null || done.current === key) return;
    done.current = key;
    document.getElementById(toStepAnchor(group))?.scrollIntoView({ block: 'start' });
  }, [group, key]);
  return stepPath === null || steps.has(stepPath) ? null : stepPath;
}
