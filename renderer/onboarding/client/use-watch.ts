import { useEffect, useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import { useTunnel } from '../../state/use-tunnel.ts'
import { watchCalls, watchFromZero, type Watch } from './watch-calls.ts'

/** Which forwards a mail app has called since the screen came. */
export const useWatch = ({ id, forwards: configured }: Account): Watch => {
  const forwards = useTunnel(id, (tunnel) =>
    tunnel?.forwards.map((forward) => ({ id: forward.id, traffic: forward.traffic, programs: forward.programs })),
  )
  const [watch, setWatch] = useState<Watch>(() =>
    forwards === undefined ? watchFromZero(configured.map((forward) => forward.id)) : watchCalls({}, forwards),
  )
  useEffect(() => {
    if (forwards !== undefined) setWatch((before) => watchCalls(before, forwards))
  }, [forwards])
  return watch
}
