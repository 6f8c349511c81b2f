import { Command } from 'cmdk';
import { Activity, Bot, type LucideIcon, Workflow } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { toStatusLabel } from '@/components/status-badge';
import { toLocalTime } from '@/lib/format';
import { useFocusReturn } from '@/lib/use-focus-return';
import { useEverything } from '../api/use-everything';
import { useFound } from '../api/use-found';
import { PaletteGroup } from './palette-group';
import './palette.css';

/** Something to do or a place to go to, besides what is found. */
export interface PaletteAction {
  label: string;
  icon: LucideIcon;
  /** An address, or what happens. */
  run: string | (() => void);
}

interface PaletteProps {
  places: readonly PaletteAction[];
  actions: readonly PaletteAction[];
  onClose: () => void;
  /** What had been typed before it was there. */
  typed?: string;
}

/** Finds anything by a few letters, and does the most common things. */
export function Palette({ places, actions, onClose, typed = '' }: PaletteProps) {
  const navigate = useNavigate();
  const [query, setQuery] = useState(typed);
  const { loading, ...newest } = useEverything();
  const { found, ...search } = useFound(query);
  const returnFocus = useFocusReturn();
  const error = newest.error ?? search.error;
  const executions = toOnce([...newest.executions, ...found.executions]);
  const workflows = toOnce([...newest.workflows, ...found.workflows]);
  const agents = toOnce([...newest.agents, ...found.agents]);
  const choose = (run: PaletteAction['run']) => {
    onClose();
    if (typeof run === 'string') void navigate(run);
    else run();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="palette-overlay" />
        <Dialog.Content
          aria-label="Search and commands"
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="palette-content"
        >
          <Command label="Search and commands">
            <Command.Input value={query} onValueChange={setQuery} placeholder="Search executions, workflows, agents, or what to do…" />
            <Command.List>
              {error !== null && <p className="palette-note text-bad">Not everything could be read: {error.message}</p>}
              {loading && <Command.Loading>Loading…</Command.Loading>}
              <Command.Empty>
                Nothing is called that. Workflows and agents are found by their names; executions of any age by their id, their workflow and
                their status, and the newest 200 by other words.
              </Command.Empty>
              <PaletteGroup heading="Go to" items={places.map((place) => ({ key: place.label, ...place }))} onChoose={choose} />
              <PaletteGroup heading="Do" items={actions.map((action) => ({ key: action.label, ...action }))} onChoose={choose} />
              <PaletteGroup
                heading="Executions"
                items={executions.map(({ id: key, name, status, startedAt }) => ({
                  key,
                  label: name,
                  detail: `${toStatusLabel(status)} · ${toLocalTime(startedAt, Date.now())}`,
                  icon: Activity,
                  run: `/executions/${encodeURIComponent(key)}`,
                }))}
                onChoose={choose}
              />
              <PaletteGroup
                heading="Workflows"
                items={workflows.map(({ id: key, name }) => ({
                  key,
                  label: name,
                  icon: Workflow,
                  run: `/workflows/${encodeURIComponent(key)}`,
                }))}
                onChoose={choose}
              />
              <PaletteGroup
                heading="Agents"
                items={agents.map(({ id: key, name }) => ({ key, label: name, icon: Bot, run: `/agents/${encodeURIComponent(key)}` }))}
                onChoose={choose}
              />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Each with its id once, where it stands first. */
function toOnce<T extends { id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
