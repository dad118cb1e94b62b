/** The numbers of a policy that statements need; a whole policy satisfies it. */
export interface PolicyLimits {
  readonly coolingHours: number;
  readonly velocity: {
    readonly perWeek: number;
    readonly newCsmTenureMonths: number;
    readonly newCsmPerDay: number;
  };
  readonly capacity: {
    readonly residentialCorporate: number;
    readonly commercialCorporate: number;
    readonly commercialEnterprise: number;
    readonly residentialEnterprise: number;
    readonly otherwise: number;
  };
  readonly health: { readonly redBelow: number; readonly yellowBelow: number };
  readonly rejectedDays: number;
}
