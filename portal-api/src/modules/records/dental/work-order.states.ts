import type { DentalWorkState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** 加工单: to the laboratory and back, as often as it takes. What is fitted or called off is over. */
export const workOrderStates = stateTable<DentalWorkState>({
  ordered: ['in-lab', 'cancelled'],
  'in-lab': ['returned', 'cancelled'],
  returned: ['fitted', 'remake'],
  remake: ['in-lab', 'cancelled'],
  fitted: [],
  cancelled: [],
});

/** Something is still to be done. */
export const openWorkStates = workOrderStates.states.filter((state) =>
  workOrderStates.states.some((next) => workOrderStates.canMove(state, next)),
);

export const workStateWords: Record<DentalWorkState, string> = {
  ordered: '已下单',
  'in-lab': '加工中',
  returned: '已送回，待试戴',
  fitted: '已完成',
  remake: '返工',
  cancelled: '已取消',
};
