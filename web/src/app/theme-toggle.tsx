import { Monitor, Moon, Sun } from 'lucide-react';
import { classes } from '@/lib/classes';
import { applyTheme, THEMES, type Theme, useTheme } from './theme';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const LABELS: Record<Theme, string> = { system: "The system's theme", light: 'Light theme', dark: 'Dark theme' };

/** The three themes side by side. */
export function ThemeToggle() {
  const theme = useTheme();
  return (
    <fieldset className="flex rounded-md border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((choice) => {
        const Icon = ICONS[choice];
        return (
          <button
            key={choice}
            type="button"
            title={LABELS[choice]}
            aria-label={LABELS[choice]}
            aria-pressed={theme === choice}
            onClick={() => applyTheme(choice)}
            className={classes(
              'grid size-6 place-items-center rounded transition-colors',
              theme === choice ? 'bg-raised text-ink' : 'text-ink-faint hover:text-ink',
            )}
          >
            <Icon aria-hidden className="size-3.5" />
          </button>
        );
      })}
    </fieldset>
  );
}
