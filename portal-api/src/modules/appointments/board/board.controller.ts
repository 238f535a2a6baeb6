import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { EventStream, Route, type Actor } from '../../../kernel';
import { requireDevice } from '../../identity';
import { BoardStreams } from './board-streams';
import { ReadBoard } from './read-board';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class BoardController {
  @Inject()
  readBoard: ReadBoard;
  @Inject()
  boardStreams: BoardStreams;

  @Route('getBoard')
  async getBoard(_request: RequestOf<'getBoard'>, actor: Actor): Promise<ResponseOf<'getBoard'>> {
    const { branchId, departmentIds } = requireDevice(actor);
    return this.readBoard.board(branchId, departmentIds);
  }

  @Route('streamBoard')
  async streamBoard(_request: RequestOf<'streamBoard'>, actor: Actor): Promise<EventStream> {
    return this.boardStreams.start(requireDevice(actor));
  }
}
