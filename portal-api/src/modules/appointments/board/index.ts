/** What the screens in the waiting halls show, as it changes. */
import { BoardController } from './board.controller';
import { BoardHints } from './board-hints';
import { BoardStreams } from './board-streams';
import { ReadBoard } from './read-board';

export const boardClasses = [ReadBoard, BoardHints, BoardStreams, BoardController];
