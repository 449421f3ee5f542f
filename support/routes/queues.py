"""The addresses of queues."""

from __future__ import annotations

from django.urls import path

from support.views import queues, queues_export, queues_saved, queues_work

urlpatterns = [
    path("", queues.queues, name="queues"),
    path("mine/", queues.mine, name="queues-mine"),
    path("team/", queues.team, name="queues-team"),
    path("views/<int:view_id>/rename/", queues_saved.rename_view, name="queue-view-rename"),
    path("views/<int:view_id>/share/", queues_saved.share_view, name="queue-view-share"),
    path("views/<int:view_id>/unshare/", queues_saved.unshare_view, name="queue-view-unshare"),
    path("views/<int:view_id>/delete/", queues_saved.delete_view, name="queue-view-delete"),
    path("<str:queue>/", queues.queue, name="queue"),
    path("<str:queue>/new/", queues.queue_new, name="queue-new"),
    path("<str:queue>/take/", queues_work.take, name="queue-take"),
    path("<str:queue>/take-over/", queues_work.take_over, name="queue-take-over"),
    path("<str:queue>/release/", queues_work.release, name="queue-release"),
    path("<str:queue>/snooze/", queues_work.snooze, name="queue-snooze"),
    path("<str:queue>/done/", queues_work.done, name="queue-done"),
    path("<str:queue>/reopen/", queues_work.reopen, name="queue-reopen"),
    path("<str:queue>/views/save/", queues_saved.save_view, name="queue-view-save"),
    path("<str:queue>/views/default/", queues_saved.default_view, name="queue-view-default"),
    path("<str:queue>/export/", queues_export.export_queue, name="queue-export"),
]
