"""Background jobs: deferred inside the transaction, so that a deed rolled back sends nothing."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

STALLED_SECONDS = 60  # a living worker says so every ten seconds


@app.task(queue="mail", retry=RetryStrategy(max_attempts=6, exponential_wait=4), pass_context=False)
def send_notification(notification_id: int) -> None:
    """Send one mail. A repeat of a job whose mail has left does nothing."""
    from workflow.delivery import deliver  # the job's own weight stays out of start-up

    deliver(notification_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="clock", queueing_lock="tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Every ten minutes: whatever the clock has made due. State queries, so that a missed tick costs nothing."""
    from workflow.ticking import run_all  # as above

    run_all()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="clock", queueing_lock="anchor", pass_context=False)
def anchor(timestamp: int) -> None:
    """Once a day: a root over the heads of all chains. Asked for at every tick, so that a day is missed by none."""
    from workflow.anchors import make_daily  # as above

    make_daily()


@app.periodic(cron="30 3 * * *")
@app.task(queue="clock", queueing_lock="sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every night: remove the files that no case knows."""
    from workflow.orphans import remove_orphans  # as above

    remove_orphans()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clock", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Take up again what a killed worker left behind."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)
