import { BookOpen, CircleDot, GitCompareArrows, Monitor, Moon, Play, Sun, TriangleAlert } from 'lucide-react';
import type { PaletteAction } from '@/features/palette';
import { ROOMS } from './rooms';
import { applyTheme } from './theme';

/** Where the palette leads to without a search. */
export function toPlaces(): PaletteAction[] {
  return ROOMS.map(({ path, label, icon }) => ({ label, icon, run: path }));
}

/** What it does. */
export function toActions(): PaletteAction[] {
  return [
    { label: 'Start an execution', icon: Play, run: '/workflows' },
    {
      label: 'Executions in progress',
      icon: CircleDot,
      run: '/executions?status=queued&status=running&status=waiting&status=paused&status=attention',
    },
    { label: 'Executions that failed', icon: TriangleAlert, run: '/executions?status=failed&status=timed_out&status=budget_exhausted' },
    { label: 'Compare two executions', icon: GitCompareArrows, run: toComparison(window.location.pathname) },
    { label: 'Light theme', icon: Sun, run: () => applyTheme('light') },
    { label: 'Dark theme', icon: Moon, run: () => applyTheme('dark') },
    { label: "The system's theme", icon: Monitor, run: () => applyTheme('system') },
    { label: 'API documentation', icon: BookOpen, run: () => void window.open('/docs', '_blank', 'noopener') },
  ];
}

/** Where a comparison begins: with the execution that is looked at, if one is. */
function toComparison(pathname: string): string {
  const [, id] = /^\/executions\/([^/]+)/.exec(pathname) ?? [];
  return id === undefined || id === 'compare' ? '/executions/compare' : `/executions/${id}/compare`;
}
