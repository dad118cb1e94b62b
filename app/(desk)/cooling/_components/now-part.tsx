import type { getCooling } from '@/lib/analytics/get-cooling';
import { CoolingPanel } from './cooling-panel';
import { GuidePanel } from './guide-panel';
import { NextPanel } from './next-panel';
import { RefreshWhenFree } from './refresh-when-free';

/** Who is cooling now, who comes free next, and the data team's list beside it. */
export async function NowPart(props: { readonly cooling: ReturnType<typeof getCooling> }) {
  const { cooling, reserved, reserves, outlook, guide, coolingHours } = await props.cooling;
  return (
    <>
      <RefreshWhenFree
        moments={[...cooling.map(({ freeAt }) => freeAt), ...reserved.map(({ until }) => until)]}
      />
      <NextPanel outlook={outlook} cooling={cooling.length} reserved={reserved.length} />
      <div className="grid gap-4 xl:grid-cols-2">
        <CoolingPanel
          cooling={cooling}
          reserved={reserved}
          reserves={reserves}
          hours={coolingHours}
        />
        <GuidePanel {...guide} hours={coolingHours} />
      </div>
    </>
  );
}
