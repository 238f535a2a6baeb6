/** Where a delivery may go next. The database's statements carry the same conditions. */
export const deliveryStates = ['queued', 'sent', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryMoves: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  // A receipt may overtake the vendor's answer.
  queued: ['sent', 'delivered', 'failed'],
  sent: ['delivered', 'failed'],
  delivered: [],
  // Given up by us, yet the vendor got it through after all: the phone's word counts.
  failed: ['delivered'],
};

/** The states from which `to` may be reached. */
export function statesBefore(to: DeliveryState): DeliveryState[] {
  return deliveryStates.filter((from) => deliveryMoves[from].includes(to));
}
