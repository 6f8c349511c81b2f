import { Checkbox } from '@/components/checkbox';

const HEAD = 'px-2 py-2 sm:px-4 text-left font-medium whitespace-nowrap';

interface TableHeadProps {
  all: boolean;
  some: boolean;
  onAll: (chosen: boolean) => void;
}

export function TableHead({ all, some, onAll }: TableHeadProps) {
  return (
    <thead className="sticky top-0 z-[5] bg-surface text-ink-faint text-xs shadow-[inset_0_-1px_0_var(--line)]">
      <tr>
        <th scope="col" className="w-10 pl-3 sm:pl-4">
          <Checkbox label="Choose all that are loaded" checked={all ? true : some ? 'indeterminate' : false} onChange={onAll} />
        </th>
        <th scope="col" className={HEAD}>
          Workflow
        </th>
        <th scope="col" className={`${HEAD} w-32 sm:w-40`}>
          Status
        </th>
        <th scope="col" className={`${HEAD} hidden w-40 md:table-cell`}>
          Started
        </th>
        <th scope="col" className={`${HEAD} hidden w-28 sm:table-cell`}>
          Duration
        </th>
        <th scope="col" className={`${HEAD} hidden w-24 text-right md:table-cell`}>
          Calls
        </th>
        <th scope="col" className={`${HEAD} hidden w-28 text-right sm:table-cell`}>
          Tokens
        </th>
      </tr>
    </thead>
  );
}
