import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { LogLine } from '../../contract/events.ts'
import { failureText } from '../../words/failure-text.ts'
import { localeTags } from '../../words/language.ts'
import type { LogEntry } from '../../contract/log-entry.ts'
import { logSubject, logText } from '../../words/log-text.ts'
import { Button } from '../components/button.tsx'
import { useWords } from '../state/words.tsx'
import './log-list.css'

// A line has no id, but its object stays the same while the window keeps it.
const keys = new WeakMap<LogLine, number>()
let nextKey = 0
const keyOf = (line: LogLine): number => {
  const key = keys.get(line) ?? nextKey++
  keys.set(line, key)
  return key
}

const LogRow = memo(({ line }: { readonly line: LogLine }) => {
  const { t, language } = useWords()
  const failure = line.failure && failureText(t, line.failure)
  return (
    <div className="log-list-line">
      <time dateTime={line.time} title={line.time}>
        {timeFormats[language].format(new Date(line.time))}
      </time>{' '}
      <span className={`log-list-level log-list-${line.level}`}>{line.level}</span>{' '}
      <span className="log-list-account">{logSubject(line)}:</span> <span>{logText(t, withLocalTime(line.entry, language))}</span>
      {failure !== undefined && (
        <p className="log-list-failure">
          {failure.message} {failure.next}
        </p>
      )}
    </div>
  )
})

const timeFormatOf = (language: keyof typeof localeTags): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(localeTags[language], {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
const timeFormats = { en: timeFormatOf('en'), nl: timeFormatOf('nl') }

/** The time of the next attempt as the person's clock shows it. */
const withLocalTime = (entry: LogEntry, language: keyof typeof localeTags): LogEntry =>
  entry.name === 'retrying' ? { ...entry, retryAt: timeFormats[language].format(new Date(entry.retryAt)) } : entry

// In a zoomed page, sizes are fractions of a pixel.
const nearPx = 8

/**
 * The lines, the newest at the bottom. The list follows the end until the person scrolls up. A screen reader does not read new lines, since
 * there may be very many.
 */
export const LogList = ({ lines }: { readonly lines: readonly LogLine[] }) => {
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const lastTop = useRef(0)
  const [isFollowed, setFollowed] = useState(true)

  const toNewest = (): void => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight
  }
  useLayoutEffect(() => {
    if (!isFollowed || content.current === null) return
    toNewest()
    // The height grows when lines are added, and when a line becomes visible and is measured (content-visibility).
    const observer = new ResizeObserver(toNewest)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [isFollowed])

  const onScroll = (): void => {
    if (box.current === null) return
    const { scrollTop, scrollHeight, clientHeight } = box.current
    // New or measured lines only make the list longer; only the person scrolls it up.
    const wentUp = scrollTop < lastTop.current - nearPx
    lastTop.current = scrollTop
    if (scrollTop + clientHeight >= scrollHeight - nearPx) setFollowed(true)
    else if (wentUp) setFollowed(false)
  }

  return (
    <div className="log-list">
      <div
        ref={box}
        className="log-list-box"
        role="log"
        aria-live="off"
        aria-label={t('log.lines')}
        // Focusable, so that the keyboard can scroll the list.
        tabIndex={0}
        onScroll={onScroll}
      >
        <div ref={content}>
          {lines.map((line) => (
            <LogRow key={keyOf(line)} line={line} />
          ))}
        </div>
      </div>
      {!isFollowed && (
        <div className="log-list-follow">
          <Button onPress={() => setFollowed(true)}>{t('log.toNewest')}</Button>
        </div>
      )}
    </div>
  )
}
