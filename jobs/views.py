"""Mes traitements: what one asked for in the background, seen by nobody else."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jobs import kinds
from jobs.actions import jobs
from jobs.enums import State
from jobs.models import Job
from jobs.queries import has_no_worker
from persistence import keyset
from users.http import SignedIn, polled

PAGE = 50


@require_safe
def job_list(request: SignedIn) -> HttpResponse:
    """Show the user's own, newest first."""
    before = request.GET.get("before", "")
    after = (int(before),) if before.isdecimal() and len(before) < len(str(2**63)) else None
    rows = Job.objects.visible_to(request.user).order_by("-pk")
    page = keyset.page(rows, ("pk",), size=PAGE, after=after)
    next_url = f"?before={page.after[0]}" if page.after else ""
    return render(request, "jobs/job/list.html", {"jobs": page.rows, "next_url": next_url})


@require_safe
def job_show(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "jobs/job/show.html", _context(request, pk))


@polled
@require_safe
def job_progress(request: SignedIn, pk: int) -> HttpResponse:
    """Answer the part of the job's page that asks for itself again and again."""
    return render(request, "jobs/job/_progress.html", _context(request, pk))


def _context(request: SignedIn, pk: int) -> dict[str, Any]:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    kind = kinds.get(job.kind)
    may = kind is not None and request.user.has_perm(kind.right)
    return {
        "job": job,
        "outcome": kind.outcome(job.result, request.user)
        if kind and may and job.state == State.DONE
        else None,
        "may_resume": may and job.state == State.INTERRUPTED,
        "has_no_worker": has_no_worker(job),
    }


@require_POST
def job_cancel(request: SignedIn, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not jobs.cancel(job=job, by=request.user):
        messages.info(request, _("It had ended already."))
    return redirect("jobs:job-show", pk=pk)


@require_POST
def job_resume(request: SignedIn, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    jobs.resume(job=job, by=request.user)
    return redirect("jobs:job-show", pk=pk)
