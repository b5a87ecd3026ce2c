import { ackMessage, Recorded, Recording, Replay } from './replay';
import { Rtnl } from './rtnl';

const recording = new Recording(new Replay([[[ackMessage()]], [[ackMessage(19)]]]));
const rtnl = new Rtnl(recording);
rtnl.links.delete(5);
expect(() => rtnl.links.delete(6)).toThrow('ENODEV');

test('a recorded kernel answers as the real one did', () => {
  const recorded = new Recorded(recording.exchanges);
  const { links } = new Rtnl(recorded);
  links.delete(5);
  expect(() => links.delete(6)).toThrow('ENODEV');
  expect(recorded.sent).toBe(2);
});

test('a recorded kernel takes no other request, and none beyond the last', () => {
  const { exchanges } = recording;
  expect(() => new Rtnl(new Recorded(exchanges)).links.delete(7)).toThrow(/^sent .*\nrecorded /);
  expect(() => new Rtnl(new Recorded([])).links.delete(5)).toThrow(/recorded $/);
});
