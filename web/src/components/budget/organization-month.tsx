import { useQuery } from '@tanstack/react-query';
import { client } from '@/lib/client';
import { queryKeys } from '@/lib/query-keys';
import { BudgetBars } from './budget-bars';
import { toBudgetBars } from './to-budget-bars';

const REFRESH_MS = 5_000;

/** How the organization's budget for this month stands; undefined while unknown. */
export function useOrganizationMonth() {
  return useQuery({
    queryKey: queryKeys.organizationMonth,
    queryFn: ({ signal }) => client.organizationBudget.get({ signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** What all executions together have used of the organization's month; nothing when it has no budget. */
export function OrganizationMonth() {
  const { data } = useOrganizationMonth();
  if (data?.budget == null) return null;
  const { budget, used, reserved } = data;
  return <BudgetBars label={`Budget of the organization in ${data.month}`} bars={toBudgetBars({ budget, used, reserved })} />;
}
