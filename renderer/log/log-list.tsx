import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { LogLine } from '../../contract/events.ts'
import { failureText } from '../../words/failure-text.ts'
import { localeTags } from '../../words/language.ts'
import { logSubject, logText } from '../../words/log-text.ts'
import { Button } from '../components/button.tsx'
import { useWords } from '../state/words.tsx'
import './log-list.css'

// A line has no name of its own; its object stays the same for as long as the window keeps it.
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
      <span className="log-list-account">{logSubject(line)}:</span> <span>{logText(t, line.entry)}</span>
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

// Sizes are in fractions of a pixel where the page is zoomed.
const nearPx = 8

/**
 * The lines, the newest at the bottom. The list follows the end until the person scrolls up. To a screen reader it is a silent log, since a
 * connection that comes and goes would talk without end.
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
    // Lines are added, and a line is measured only when it comes into sight (content-visibility): both move the end away.
    const observer = new ResizeObserver(toNewest)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [isFollowed])

  const onScroll = (): void => {
    if (box.current === null) return
    const { scrollTop, scrollHeight, clientHeight } = box.current
    // Lines that are added or measured move the end away from the list; only the person moves the list away from the end.
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
        // A scrollable part is reached by the keyboard.
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
