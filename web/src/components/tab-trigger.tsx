import { Tabs } from 'radix-ui';
import type { ComponentProps } from 'react';
import { classes } from '@/lib/classes';

/** One of the tabs over a view. */
export function TabTrigger({ className, ...rest }: ComponentProps<typeof Tabs.Trigger>) {
  return (
    <Tabs.Trigger
      className={classes(
        '-outline-offset-2 border-transparent border-b-2 px-2.5 font-medium text-[0.8125rem] text-ink-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:text-accent',
        className,
      )}
      {...rest}
    />
  );
}
