import { Tabs } from 'radix-ui';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { Boundary } from '@/components/boundary';
import { Skeleton } from '@/components/skeleton';
import { TabTrigger } from '@/components/tab-trigger';
import { useQueryState } from '@/lib/use-query-state';
import { readTab, TABS, type TabId } from '../model/tabs';

/** One of several views at a time; which one is in the address. */
export function RoomTabs({ children }: { children: (tab: TabId) => ReactNode }) {
  const [value, setValue] = useQueryState('tab');
  const tab = readTab(value);
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen it may be beyond the edge.
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>(`[data-tab="${tab}"]`);
    if (active) list.current?.scrollTo({ left: active.offsetLeft - (list.current.clientWidth - active.offsetWidth) / 2 });
  }, [tab]);
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => setValue(next === 'transcript' ? null : next)}
      className="order-2 flex min-h-0 min-w-0 flex-col border-line border-y bg-canvas lg:border-y-0"
    >
      <Tabs.List
        ref={list}
        aria-label="Views of the execution"
        className="relative flex shrink-0 gap-1 overflow-x-auto border-line border-b px-4 sm:px-6"
      >
        {TABS.map(({ id, label }) => (
          <TabTrigger key={id} value={id} data-tab={id} className="py-2.5">
            {label}
          </TabTrigger>
        ))}
      </Tabs.List>
      {TABS.map(({ id, label }) => (
        <Tabs.Content key={id} value={id} tabIndex={-1} className="relative min-h-0 flex-1 outline-none data-[state=inactive]:hidden">
          {id === tab && (
            <Boundary what={label}>
              <Suspense fallback={<Skeleton label={`Loading: ${label}`} />}>{children(id)}</Suspense>
            </Boundary>
          )}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
