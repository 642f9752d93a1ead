/** Whose data something is: an account in one of its two modes. Live and test data never mix. */
export interface Tenant {
  readonly accountId: string;
  readonly livemode: boolean;
}
